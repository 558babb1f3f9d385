package dev.safemigrate.analysis;

import dev.safemigrate.effect.Breakage;
import dev.safemigrate.finding.CodeUse;
import dev.safemigrate.finding.Evidence;
import dev.safemigrate.source.Directive;
import dev.safemigrate.source.Directive.Phase;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.Version;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Collects what is known about the objects that pending contract migrations take away.
 *
 * <p>A contract names its expand ({@code -- migrate:contract-of}). The expand counts as of an
 * earlier release when it is applied in production; that the same project version does not bring
 * both is the runner's to refuse, which knows the history. The verification holds when all that
 * lies between the two and is a backfill is applied: the runner verifies a backfill before it
 * counts as applied.
 */
public final class ContractEvidence {

  private static final Set<Breakage.Kind> HARM =
      EnumSet.of(
          Breakage.Kind.READS, Breakage.Kind.WRITES, Breakage.Kind.LOSS, Breakage.Kind.INVARIANT);

  private final AnalysisRequest request;
  private final Function<String, CodeUse> code;

  private ContractEvidence(AnalysisRequest request, Function<String, CodeUse> code) {
    this.request = request;
    this.code = code;
  }

  /** What was found for one contract migration and one object. */
  public record Found(String migration, Evidence evidence) {

    /** What is missing, as a line of a log; empty where nothing is. */
    public Optional<String> missing() {
      return evidence.complete()
          ? Optional.empty()
          : Optional.of(
              "%s: %s may not go yet: %s"
                  .formatted(migration, evidence.object(), String.join(" ", evidence.facts())));
    }
  }

  /**
   * Looks at every pending contract migration of the request that names its expand.
   *
   * @param code tells whether the project's code names an object
   */
  public static List<Found> of(AnalysisRequest request, Function<String, CodeUse> code) {
    return new ContractEvidence(request, code).collect();
  }

  private List<Found> collect() {
    boolean any = request.scripts().stream().anyMatch(script -> isPendingContract(script));
    if (!any) {
      return List.of();
    }
    List<AnalysedMigration> analysed = Analysis.analyse(request).migrations();
    List<Found> found = new ArrayList<>();
    for (int i = 0; i < request.scripts().size(); i++) {
      MigrationScript script = request.scripts().get(i);
      if (isPendingContract(script)) {
        for (String object : takenAway(analysed.get(i))) {
          found.add(new Found(script.name(), evidence(script, object)));
        }
      }
    }
    return found;
  }

  private boolean isPendingContract(MigrationScript script) {
    return !request.applied().contains(script.identity()) && !expands(script).isEmpty();
  }

  private static List<String> expands(MigrationScript script) {
    return script.directives().stream()
        .filter(Directive.ContractOf.class::isInstance)
        .map(directive -> ((Directive.ContractOf) directive).version())
        .toList();
  }

  private static Set<String> takenAway(AnalysedMigration migration) {
    Set<String> objects = new TreeSet<>();
    for (AnalysedStatement statement : migration.statements()) {
      statement.effects().breaks().stream()
          .filter(breakage -> HARM.contains(breakage.kind()))
          .map(Breakage::object)
          .forEach(objects::add);
    }
    return objects;
  }

  private Evidence evidence(MigrationScript contract, String object) {
    List<String> facts = new ArrayList<>();
    boolean expanded = true;
    boolean verified = true;
    for (String name : expands(contract)) {
      Optional<MigrationScript> expand = named(name);
      boolean applied = expand.map(this::isApplied).orElseGet(() -> isApplied(name));
      if (!applied) {
        facts.add("its expand %s is not known to be applied.".formatted(name));
      }
      expanded &= applied;
      List<String> open = openBackfills(expand, contract);
      if (!open.isEmpty()) {
        facts.add("%s is not applied and so not verified.".formatted(String.join(", ", open)));
      }
      verified &= open.isEmpty();
    }
    CodeUse use = code.apply(object);
    facts.addAll(use.facts());
    return new Evidence(object, expanded, verified, use.absent(), facts);
  }

  private boolean isApplied(MigrationScript script) {
    return request.applied().contains(script.identity());
  }

  /** Over a base the applied files are not read; their identities are known all the same. */
  private boolean isApplied(String text) {
    Version asked = version(text);
    return request.applied().stream()
        .map(ContractEvidence::version)
        .anyMatch(applied -> asked.readLike(applied).equals(applied));
  }

  private static Version version(String text) {
    return Version.ofNumbers(text).orElseGet(() -> Version.ofLabel(text));
  }

  private Optional<MigrationScript> named(String text) {
    Version asked = version(text);
    return request.scripts().stream()
        .filter(script -> script.kind() == MigrationScript.Kind.VERSIONED)
        .filter(
            script -> script.version().filter(v -> asked.readLike(v).compareTo(v) == 0).isPresent())
        .findFirst();
  }

  /** Backfills behind the expand and before the contract that production has not seen. */
  private List<String> openBackfills(Optional<MigrationScript> expand, MigrationScript contract) {
    List<MigrationScript> scripts = request.scripts();
    List<String> open = new ArrayList<>();
    for (int i = expand.map(scripts::indexOf).orElse(-1) + 1; i < scripts.indexOf(contract); i++) {
      MigrationScript script = scripts.get(i);
      boolean backfill =
          MigrationPhase.declared(script).filter(phase -> phase == Phase.BACKFILL).isPresent();
      if (backfill && !isApplied(script)) {
        open.add(script.name());
      }
    }
    return open;
  }
}
