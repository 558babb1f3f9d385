package dev.safemigrate.mojo;

import dev.safemigrate.analysis.AnalysisRequest;
import dev.safemigrate.analysis.ContractEvidence;
import dev.safemigrate.analysis.Releases;
import dev.safemigrate.finding.CodeUse;
import dev.safemigrate.usage.Mention;
import dev.safemigrate.usage.Mentions;
import dev.safemigrate.usage.SourceSearch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.apache.maven.plugin.logging.Log;

/** Adds the evidence for contract steps to what is analysed, from the project's own code. */
final class CodeEvidence
    implements BiFunction<AnalysisRequest, Releases, AnalysisRequest>, ContractEvidence.Code {

  private final List<Path> roots;
  private final SourceSearch search;
  private final Optional<String> notSearched;
  private final Log log;

  /**
   * @param base what files are named from
   * @param roots of the code
   * @param migrations folders whose files are no uses
   * @param notSearched what to warn of where a contract is looked at
   */
  CodeEvidence(
      Path base, List<Path> roots, List<Path> migrations, Optional<String> notSearched, Log log) {
    this.roots = List.copyOf(roots);
    this.search = new SourceSearch(base, roots, migrations);
    this.notSearched = notSearched;
    this.log = log;
  }

  @Override
  public AnalysisRequest apply(AnalysisRequest request, Releases releases) {
    List<ContractEvidence.Found> found = ContractEvidence.of(request, releases, this);
    if (!found.isEmpty()) {
      notSearched.ifPresent(log::warn);
    }
    found.forEach(each -> each.missing().ifPresent(log::warn));
    return request.withEvidence(found.stream().map(ContractEvidence.Found::evidence).toList());
  }

  @Override
  public CodeUse use(String object) {
    return use(search.find(object));
  }

  @Override
  public CodeUse useOfLabel(String object, String label) {
    return use(search.findLabel(label));
  }

  private CodeUse use(Mentions mentions) {
    List<String> facts = new ArrayList<>();
    if (!mentions.found().isEmpty()) {
      facts.add(
          "the code names it: "
              + mentions.found().stream().map(Mention::toString).collect(Collectors.joining(", "))
              + ". Release a version that does not.");
    }
    if (!mentions.unread().isEmpty()) {
      facts.add("not all code could be read: " + String.join(", ", mentions.unread()) + ".");
    }
    if (mentions.searched() == 0) {
      facts.add(
          "no code was found in %s; migrate.sources says where it is."
              .formatted(roots.stream().map(Path::toString).collect(Collectors.joining(", "))));
    }
    return new CodeUse(mentions.absent(), facts);
  }
}
