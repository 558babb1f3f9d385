package dev.safemigrate.rehearsal;

import dev.safemigrate.analysis.AnalysisResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a rehearsal has shown.
 *
 * @param analysis the same as was given, with measurements and a note for each difference
 * @param differences statements that did not do what was predicted
 * @param measured how many statements were measured
 * @param rows how many rows the tables had before the pending migrations, in all
 * @param failure why a migration could not be applied
 * @param downs what became of the down scripts
 */
public record RehearsalResult(
    AnalysisResult analysis,
    List<Difference> differences,
    int measured,
    long rows,
    Optional<String> failure,
    DownOutcome downs) {

  public RehearsalResult {
    differences = List.copyOf(differences);
  }

  /** Statements that did what was predicted in every aspect. */
  public int agreeing() {
    long differing =
        differences.stream().map(each -> each.file() + ":" + each.line()).distinct().count();
    return measured - (int) differing;
  }

  /** Why the rehearsal fails; empty when it passes. Differences of prediction do not count. */
  public List<String> failures() {
    List<String> failures = new ArrayList<>();
    failure.ifPresent(failures::add);
    downs.failure().ifPresent(failures::add);
    downs
        .notRestored()
        .forEach(
            each ->
                failures.add(
                    "%s does not restore the schema from before its migration:\n  %s"
                        .formatted(each.script(), String.join("\n  ", each.lines()))));
    downs.secondUp().ifPresent(failures::add);
    return List.copyOf(failures);
  }
}
