package dev.safemigrate.runner;

import dev.safemigrate.runner.MigrationState.State;
import dev.safemigrate.source.MigrationScript;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Takes the checksums of changed files over into the history; the database's schema stays. */
public final class Repair {

  private final Sessions sessions;
  private final RunSettings settings;
  private final RunListener listener;

  public Repair(Sessions sessions, RunSettings settings, RunListener listener) {
    this.sessions = sessions;
    this.settings = settings;
    this.listener = listener;
  }

  /**
   * Finds the applied migrations whose files were changed, and takes their checksums over.
   *
   * @param previewOnly whether they are only named
   * @return the files, in order
   */
  public List<String> run(List<MigrationScript> scripts, boolean previewOnly)
      throws RunException, SQLException, InterruptedException {
    try (Runner runner = Runner.start(sessions, settings, listener)) {
      List<MigrationState> changed =
          MigrationStates.of(scripts, runner.entries(), settings.target()).stream()
              .filter(state -> state.state() == State.CHANGED)
              .toList();
      if (!previewOnly) {
        takeOver(runner, changed);
      }
      return changed.stream().map(MigrationState::file).toList();
    }
  }

  /** All of them or none. */
  private static void takeOver(Runner runner, List<MigrationState> changed) throws SQLException {
    Connection worker = runner.worker();
    worker.setAutoCommit(false);
    for (MigrationState state : changed) {
      runner
          .history()
          .takeChecksum(
              worker, state.entry().orElseThrow().rank(), state.script().orElseThrow().checksum());
    }
    worker.commit();
    worker.setAutoCommit(true);
  }
}
