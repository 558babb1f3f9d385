package dev.safemigrate.runner;

import dev.safemigrate.history.HistoryEntry;
import dev.safemigrate.history.HistoryEntry.AppliedMigration;
import dev.safemigrate.history.HistoryEntry.Kind;
import dev.safemigrate.history.HistoryEntry.LockWaits;
import dev.safemigrate.source.Version;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Takes over a database that others have migrated so far. */
public final class Baseline {

  private final Sessions sessions;
  private final RunSettings settings;
  private final RunListener listener;

  public Baseline(Sessions sessions, RunSettings settings, RunListener listener) {
    this.sessions = sessions;
    this.settings = settings;
    this.listener = listener;
  }

  /**
   * Records that everything up to a version is in the database already.
   *
   * @throws RunException when the history is not empty, but for the same baseline
   */
  public void run(Version version, String description)
      throws RunException, SQLException, InterruptedException {
    try (Runner runner = Runner.start(sessions, settings, listener)) {
      List<HistoryEntry> entries = runner.entries();
      if (isSame(entries, version)) {
        return;
      }
      if (!entries.isEmpty()) {
        throw new RunException(
            RunException.Kind.REFUSED,
            "%s has %d entries already; a baseline is for a database without history. Nothing was changed."
                .formatted(settings.table(), entries.size()));
      }
      record(runner, version, description);
    }
  }

  private void record(Runner runner, Version version, String description) throws SQLException {
    Connection worker = runner.worker();
    AppliedMigration row =
        new AppliedMigration(
            Kind.BASELINE,
            Optional.of(version.text()),
            description,
            "",
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    worker.setAutoCommit(false);
    long rank = runner.history().begin(worker, row, settings.appliedBy(), 0);
    runner.history().finish(worker, rank, row, 0, LockWaits.NONE);
    worker.commit();
    worker.setAutoCommit(true);
  }

  private static boolean isSame(List<HistoryEntry> entries, Version version) {
    return entries.size() == 1
        && entries.get(0).migration().kind() == Kind.BASELINE
        && MigrationStates.versionOf(entries.get(0)).equals(version);
  }
}
