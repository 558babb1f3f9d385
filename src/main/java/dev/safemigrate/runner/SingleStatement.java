package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.ast.Reindex;
import dev.safemigrate.source.MigrationScript;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Runs what cannot run in a transaction, with the timeouts of the lock policy around it. */
final class SingleStatement {

  private final Connection connection;
  private final LockPolicy lockPolicy;
  private final RunListener listener;
  private final StepSender steps;
  private final Retrying retrying;

  SingleStatement(
      Connection connection,
      LockPolicy lockPolicy,
      RunListener listener,
      StepSender steps,
      Retrying retrying) {
    this.connection = connection;
    this.lockPolicy = lockPolicy;
    this.listener = listener;
    this.steps = steps;
    this.retrying = retrying;
  }

  /** Tries again what could not have its locks. */
  @FunctionalInterface
  interface Retrying {
    void retrying(MigrationScript script, LockRetry.Attempt attempt)
        throws SQLException, RunException, InterruptedException;
  }

  /** Sends it. */
  @FunctionalInterface
  private interface Sending {
    void send() throws SQLException;
  }

  /**
   * Asks the catalog what became of it; what has to be finished for that waits for locks as the
   * statement does.
   */
  boolean isDone(MigrationScript script, WorkUnit unit, FileSettings made)
      throws SQLException, RunException, InterruptedException {
    AnalysedStatement statement = unit.statements().get(0);
    SessionState.make(connection, lockPolicy.beforeSingle(statement, made));
    boolean[] done = {false};
    retrying.retrying(
        script, attempt -> done[0] = new Recovery(connection, listener).isDone(script, unit));
    SessionState.make(connection, lockPolicy.afterSingle(statement, made));
    return done[0];
  }

  /**
   * Runs it to its end.
   *
   * @param unit as the file has it
   * @param sent the same with the name that was chosen for it
   * @param made what is set in the session
   */
  void run(MigrationScript script, WorkUnit unit, WorkUnit sent, FileSettings made)
      throws SQLException, RunException, InterruptedException {
    AnalysedStatement statement = unit.statements().get(0);
    SessionState.make(connection, lockPolicy.beforeSingle(statement, made));
    List<String> parts =
        statement.statement() instanceof Reindex reindex
            ? PartitionedReindex.statements(connection, reindex)
            : List.of();
    if (parts.isEmpty()) {
      AnalysedStatement words = sent.statements().get(0);
      attempt(script, sent, () -> steps.send(script, statement, words));
    }
    for (String part : parts) {
      listener.notice(script.name(), part);
      attempt(script, sent, () -> steps.sender(script).execute(part));
    }
    SessionState.make(connection, lockPolicy.afterSingle(statement, made));
  }

  /** Runs it whether or not an earlier run has done it: nothing records it. */
  void runAgain(MigrationScript script, WorkUnit unit, FileSettings made)
      throws SQLException, RunException, InterruptedException {
    AnalysedStatement statement = unit.statements().get(0);
    SessionState.make(connection, lockPolicy.beforeSingle(statement, made));
    retrying.retrying(
        script,
        attempt -> {
          new Recovery(connection, listener).clearTheWay(script, unit);
          steps.send(script, statement);
        });
    SessionState.make(connection, lockPolicy.afterSingle(statement, made));
  }

  private void attempt(MigrationScript script, WorkUnit unit, Sending sending)
      throws SQLException, RunException, InterruptedException {
    retrying.retrying(
        script,
        attempt -> {
          Recovery recovery = new Recovery(connection, listener);
          if (attempt > 0 && recovery.isDone(script, unit)) {
            return;
          }
          recovery.clearTheWay(script, unit);
          sending.send();
        });
  }
}
