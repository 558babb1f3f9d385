package dev.safemigrate.runner;

import dev.safemigrate.source.CallbackEvent;
import java.sql.SQLException;
import java.util.List;

/**
 * Runs the callbacks of a whole run. Nothing records them: each run of apply runs them, and a
 * killed one leaves what its transactions have committed, so they must bear to run again.
 */
final class CallbackRun {

  private final Runner runner;
  private final Callbacks callbacks;
  private final RunListener listener;

  CallbackRun(Runner runner, Callbacks callbacks, RunListener listener) {
    this.runner = runner;
    this.callbacks = callbacks;
    this.listener = listener;
  }

  /** What comes before the first migration. */
  void before() throws RunException, SQLException, InterruptedException {
    run(CallbackEvent.BEFORE_MIGRATE, "No migration was begun.");
  }

  /** What comes when all is applied. */
  void after(List<WayBack.Applied> applied)
      throws RunException, SQLException, InterruptedException {
    String stands =
        applied.isEmpty()
            ? "There was no migration to apply."
            : "All %d migrations of this run are applied and recorded.".formatted(applied.size());
    if (!applied.isEmpty()) {
      run(CallbackEvent.AFTER_MIGRATE_APPLIED, stands);
    }
    run(CallbackEvent.AFTER_MIGRATE, stands);
  }

  /** What comes before the first down script. */
  void beforeUndo() throws RunException, SQLException, InterruptedException {
    run(CallbackEvent.BEFORE_UNDO, "No down script was begun.", "rollback");
  }

  /** What comes when all down scripts have run. */
  void afterUndo(List<String> done) throws RunException, SQLException, InterruptedException {
    run(
        CallbackEvent.AFTER_UNDO,
        done.isEmpty()
            ? "There was nothing to roll back."
            : "All down scripts of this run are through and recorded: %s."
                .formatted(String.join(", ", done)),
        "rollback");
  }

  /** What comes when something has failed; the failure stays the one that is told. */
  void afterError(CallbackEvent event, RunException failure) throws InterruptedException {
    try {
      run(event, "", event.undo() ? "rollback" : "apply");
    } catch (RunException | SQLException e) {
      listener.warning(event.event(), "failed too: " + e.getMessage());
      failure.addSuppressed(e);
    }
  }

  private void run(CallbackEvent event, String stands)
      throws RunException, SQLException, InterruptedException {
    run(event, stands, "apply");
  }

  private void run(CallbackEvent event, String stands, String goal)
      throws RunException, SQLException, InterruptedException {
    for (Callbacks.Callback callback : callbacks.at(event)) {
      listener.notice(callback.script().name(), "runs");
      try {
        runner.run(callback);
      } catch (SQLException e) {
        String reason = FailedStatement.reason(callback.script().path(), e);
        throw new RunException(
            RunException.Kind.FAILED,
            "%s\nThe transaction in which it failed was rolled back. %s Mend the callback and run migrate:%s again, which runs it again."
                .formatted(reason, stands, goal),
            e);
      }
    }
  }
}
