package dev.safemigrate.runner;

import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.catalog.ServerFacts;
import dev.safemigrate.history.History;
import dev.safemigrate.history.HistoryEntry;
import dev.safemigrate.history.HistoryException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A run that alone may change the database: it holds the runner lock, and no backend of a killed
 * run is left. {@link Apply}, {@link Rollback} and {@link Baseline} work inside one.
 */
final class Runner implements AutoCloseable {

  private final Sessions sessions;
  private final RunSettings settings;
  private final RunListener listener;
  private final History history;
  private final RunnerLock lock;
  private final Connection worker;
  private final LockPolicy lockPolicy;
  private final BlockerWatch watch;

  private Runner(
      RunSettings settings,
      RunListener listener,
      RunnerLock lock,
      Connection worker,
      Sessions sessions)
      throws SQLException {
    this.sessions = sessions;
    this.settings = settings;
    this.listener = listener;
    this.history = new History(settings.table());
    this.lock = lock;
    this.worker = worker;
    this.lockPolicy = SessionState.supported(worker, policy(worker, settings));
    this.watch =
        new BlockerWatch(
            sessions, SessionState.backend(worker), settings.locks().showQueries(), listener);
  }

  private static LockPolicy policy(Connection worker, RunSettings settings) throws SQLException {
    return LockPolicy.of(ServerFacts.read(worker), settings.locks());
  }

  /** Takes the lock, waits for what a killed run has left, and opens the working session. */
  static Runner start(Sessions sessions, RunSettings settings, RunListener listener)
      throws RunException, SQLException, InterruptedException {
    RunnerLock lock =
        RunnerLock.acquire(
            sessions,
            settings.table(),
            settings.precautions().foreignLocks(),
            settings.runnerPatience(),
            listener);
    try {
      lock.awaitOrphans(settings, listener);
      return started(
          new Runner(settings, listener, lock, sessions.open(settings.workerPurpose()), sessions));
    } catch (RunException | SQLException | InterruptedException e) {
      lock.close();
      throw e;
    }
  }

  /** A worker that stayed behind would look like the backend of a killed run to the next one. */
  private static Runner started(Runner runner) throws RunException, SQLException {
    try {
      runner.createHistory();
      return runner;
    } catch (RunException | SQLException e) {
      runner.worker.close();
      throw e;
    }
  }

  Connection worker() {
    return worker;
  }

  LockPolicy lockPolicy() {
    return lockPolicy;
  }

  History history() {
    return history;
  }

  List<HistoryEntry> entries() throws SQLException, RunException {
    return read(worker, history);
  }

  static List<HistoryEntry> read(Connection connection, History history)
      throws SQLException, RunException {
    try {
      return history.read(connection);
    } catch (HistoryException e) {
      throw new RunException(RunException.Kind.REFUSED, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Runs one script to its end.
   *
   * @return milliseconds spent
   * @throws RunException when the lock was lost meanwhile: another runner may be at work
   */
  long run(MigrationRun.Work work) throws SQLException, RunException, InterruptedException {
    return run(work, StatementObserver.NONE);
  }

  /** The same with somebody who looks on. */
  long run(MigrationRun.Work work, StatementObserver observer)
      throws SQLException, RunException, InterruptedException {
    return migrationRun(observer).run(work);
  }

  /** Runs a script that nothing records. */
  void run(Callbacks.Callback callback) throws SQLException, RunException, InterruptedException {
    migrationRun(StatementObserver.NONE).run(callback);
  }

  /** Runs migrations in one transaction, or leaves nothing of them. */
  void run(List<MigrationRun.Work> group) throws SQLException, RunException, InterruptedException {
    LockRetry retry = new LockRetry(settings.locks().retryDeadline(), watch, listener);
    new GroupRun(worker, history, settings, listener, lockPolicy, retry, fence()).run(group);
  }

  private MigrationRun migrationRun(StatementObserver observer) {
    LockRetry retry = new LockRetry(settings.locks().retryDeadline(), watch, listener);
    return new MigrationRun(
        worker, history, settings, listener, lockPolicy, retry, observer, fence());
  }

  /** The same on a session of its own, beside other scripts. */
  long runBeside(MigrationRun.Work work) throws SQLException, RunException, InterruptedException {
    try (Connection own = sessions.open(settings.workerPurpose());
        BlockerWatch looks =
            new BlockerWatch(
                sessions, SessionState.backend(own), settings.locks().showQueries(), listener)) {
      LockRetry retry = new LockRetry(settings.locks().retryDeadline(), looks, listener);
      return new MigrationRun(
              own, history, settings, listener, lockPolicy, retry, StatementObserver.NONE, fence())
          .run(work);
    }
  }

  private Fence fence() {
    return new Fence() {
      @Override
      public void require() throws RunException {
        if (!stillHeld()) {
          throw lost();
        }
      }

      @Override
      public String question() {
        return lock.heldQuestion();
      }

      @Override
      public RunException lost() {
        return new RunException(
            RunException.Kind.FAILED,
            "The session that holds the runner lock was ended or exchanged (a proxy, an idle"
                + " timeout or an administrator?). What was applied so far stands and is recorded,"
                + " nothing further was begun. Connect to the server itself and run again.");
      }
    };
  }

  /** One at a time asks on the lock's own session. */
  private synchronized boolean stillHeld() {
    return lock.held();
  }

  @Override
  public void close() throws SQLException {
    try (RunnerLock released = lock;
        Connection ended = worker;
        BlockerWatch stopped = watch) {
      // Closed in the order from the last to the first, whatever fails.
    }
  }

  /** Makes unqualified names mean in a statement of ours what they mean in a migration. */
  void setSearchPath() throws SQLException {
    if (settings.schema().isPresent()) {
      try (Statement statement = worker.createStatement()) {
        statement.execute("SET search_path TO " + Identifiers.quote(settings.schema().get()));
      }
    }
  }

  private void createHistory() throws SQLException, RunException {
    worker.setAutoCommit(false);
    try {
      history.create(worker);
      worker.commit();
    } catch (HistoryException e) {
      worker.rollback();
      throw new RunException(RunException.Kind.REFUSED, String.valueOf(e.getMessage()), e);
    } catch (SQLException e) {
      worker.rollback();
      throw new RunException(
          RunException.Kind.SETUP,
          ("The history %s cannot be created: %s. Create the schema, or give the user the right to"
                  + " create tables in it, or name another schema with migrate.schema.")
              .formatted(settings.table(), StatementFailure.message(e)),
          e);
    } finally {
      worker.setAutoCommit(true);
    }
  }
}
