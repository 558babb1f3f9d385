package dev.safemigrate.analysis;

import java.util.ArrayList;
import java.util.List;

/** What is to say about the acknowledgements of the configuration themselves. */
final class ConfiguredAllowances {

  private final AnalysisRequest request;
  private final List<AnalysedMigration> pending;

  private ConfiguredAllowances(AnalysisRequest request, List<AnalysedMigration> migrations) {
    this.request = request;
    this.pending = migrations.stream().filter(AnalysedMigration::pending).toList();
  }

  /** Those that have ended while the finding stays, and those that name files and find nothing. */
  static List<String> notes(AnalysisRequest request, List<AnalysedMigration> migrations) {
    ConfiguredAllowances all = new ConfiguredAllowances(request, migrations);
    List<String> notes = new ArrayList<>();
    for (Allowance allowance : request.allowances()) {
      if (all.isOfUse(allowance)) {
        allowance
            .acknowledgement()
            .until()
            .filter(last -> request.today().isAfter(last))
            .map(
                last ->
                    "The configuration's acknowledgement of %s in %s ended on %s."
                        .formatted(allowance.rule(), allowance.path(), last))
            .ifPresent(notes::add);
      } else if (all.names(allowance)) {
        notes.add(
            "The configuration allows %s in %s, which finds nothing there: take it out."
                .formatted(allowance.rule(), allowance.path()));
      }
    }
    return notes;
  }

  private boolean isOfUse(Allowance allowance) {
    return pending.stream()
        .anyMatch(
            migration ->
                migration
                    .allFindings()
                    .anyMatch(found -> allowance.covers(found.rule().id(), migration.file())));
  }

  /**
   * Whether it speaks of files that are pending, or of none that there are. One for all files is a
   * decision of the project, and one for files that have run is history.
   */
  private boolean names(Allowance allowance) {
    boolean all = allowance.path().equals("**");
    boolean known =
        request.scripts().stream().anyMatch(script -> allowance.speaksOf(script.path()));
    return !all && (!known || pending.stream().anyMatch(one -> allowance.speaksOf(one.file())));
  }
}
