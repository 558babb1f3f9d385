package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.source.MigrationScript;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Sends what the lock policy says goes into a transaction, with somebody who may look on. */
final class StepSender {

  private final Connection connection;
  private final RunListener listener;
  private final StatementObserver observer;

  StepSender(Connection connection, RunListener listener, StatementObserver observer) {
    this.connection = connection;
    this.listener = listener;
    this.observer = observer;
  }

  /**
   * Sends the steps of one script.
   *
   * @param locks what is left of the transaction's time to wait for locks
   */
  void send(MigrationScript script, List<Step> steps, UpFrontLocks locks) throws SQLException {
    StatementSender sender = sender(script);
    for (Step step : steps) {
      if (step instanceof Step.Setting setting) {
        sender.execute(setting.sql());
      } else if (step instanceof Step.UpFront upFront) {
        if (!observer.measuresLocks()) {
          locks.take(upFront.locks());
        }
      } else if (step instanceof Step.Budget) {
        locks.setTimeout();
      } else if (step instanceof Step.FromFile own) {
        send(script, own.statement());
      }
    }
  }

  /** Sends one statement of a script; a failure says where it stands. */
  void send(MigrationScript script, AnalysedStatement statement) throws SQLException {
    send(script, statement, statement);
  }

  /** The same with the words of another, which means the same. */
  void send(MigrationScript script, AnalysedStatement statement, AnalysedStatement words)
      throws SQLException {
    observer.before(connection, statement);
    try {
      sender(script).send(words);
    } catch (SQLException e) {
      observer.failed(statement);
      throw new FailedStatement(StatementFailure.describe(script, statement, e), e);
    }
    observer.after(connection, statement);
  }

  StatementSender sender(MigrationScript script) {
    return new StatementSender(connection, script, listener);
  }
}
