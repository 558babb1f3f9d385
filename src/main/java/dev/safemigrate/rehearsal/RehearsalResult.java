package dev.safemigrate.rehearsal;

import dev.safemigrate.analysis.AnalysisResult;
import dev.safemigrate.analysis.ReportedFinding;
import dev.safemigrate.rule.Rules;
import dev.safemigrate.runner.TestedDowns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a rehearsal has shown.
 *
 * @param analysis the same as was given, with measurements, findings and notes
 * @param differences statements that did not do what was predicted
 * @param measured how many statements were measured
 * @param rows how many rows the tables had before the pending migrations, in all
 * @param tried how many statements of the running version were executed during and behind each
 *     migration
 * @param waiting which of them had to wait while a migration was at work
 * @param failure why a migration could not be applied
 * @param downs what became of the down scripts
 * @param tested the down scripts of pending migrations in the form in which they were rehearsed
 * @param notes tables that got no rows and the like, in sentences
 */
public record RehearsalResult(
    AnalysisResult analysis,
    List<Difference> differences,
    int measured,
    long rows,
    int tried,
    List<Waiting> waiting,
    Optional<String> failure,
    DownOutcome downs,
    List<TestedDowns.Down> tested,
    List<String> notes) {

  public RehearsalResult {
    differences = List.copyOf(differences);
    waiting = List.copyOf(waiting);
    tested = List.copyOf(tested);
    notes = List.copyOf(notes);
  }

  /** What is worth to be kept for the day when one of the migrations fails in production. */
  public TestedDowns testedDowns(Instant finishedAt) {
    return new TestedDowns(finishedAt, analysis.postgresVersion().major(), tested);
  }

  /** Statements that did what was predicted in every aspect. */
  public int agreeing() {
    long differing =
        differences.stream().map(each -> each.file() + ":" + each.line()).distinct().count();
    return measured - (int) differing;
  }

  /** Statements of the running version that break, acknowledged ones too. */
  public List<ReportedFinding> broken() {
    return analysis
        .findings()
        .filter(finding -> finding.rule().equals(Rules.OLD_STATEMENT_BREAKS))
        .toList();
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
