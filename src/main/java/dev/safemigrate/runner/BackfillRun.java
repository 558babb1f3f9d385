package dev.safemigrate.runner;

import dev.safemigrate.runner.BackfillJournal.Cursor;
import dev.safemigrate.source.BackfillOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * One backfill from where its cursor stands to its end: walked, verified, and walked again for rows
 * that were left where that does no harm.
 *
 * <p>Rows of a keyset walk are met exactly once: a batch and its cursor are one transaction, and a
 * row keeps its place as long as nobody changes its key. The walk ends at the last key that was
 * there when it began; what is inserted meanwhile may be met or not.
 */
final class BackfillRun {

  private static final int PASSES = 3;

  private final Connection connection;
  private final RunSettings settings;
  private final RunListener listener;
  private final LockPolicy policy;
  private final LockRetry retry;
  private final BackfillJournal journal;

  BackfillRun(
      Connection connection,
      RunSettings settings,
      RunListener listener,
      LockPolicy policy,
      LockRetry retry) {
    this.connection = connection;
    this.settings = settings;
    this.listener = listener;
    this.policy = policy;
    this.retry = retry;
    this.journal = new BackfillJournal(connection, settings.table());
  }

  /**
   * Runs it to its end; the caller records that.
   *
   * @throws RunException when it is refused or not verified
   * @throws SQLException when a range of rows fails; those before it stand
   */
  void run(BackfillUnit unit) throws SQLException, RunException, InterruptedException {
    BackfillSource source = BackfillSource.read(connection, unit);
    Cursor cursor = begin(source);
    BackfillWalk walk =
        new BackfillWalk(connection, source, journal, settings.backfill(), retry, policy, listener);
    Optional<String> wrong = Optional.empty();
    for (int pass = 0; pass < PASSES; pass++) {
      cursor = walk.toTheEnd(cursor);
      wrong = verify(source);
      if (wrong.isEmpty() || !source.repeatable()) {
        break;
      }
      if (pass < PASSES - 1) {
        listener.notice(unit.script().name(), wrong.get() + "; walks again");
        cursor = again(source, cursor);
      }
    }
    if (wrong.isPresent()) {
      throw new RunException(
          RunException.Kind.FAILED,
          ("%s:%d: the backfill has walked %s to its end, but %s. What it has changed stands. Look"
                  + " whether the application goes on writing such rows, or the statement leaves"
                  + " them as they are; mend that and run again.")
              .formatted(
                  unit.script().path(),
                  unit.statement().line(),
                  source.table().name(),
                  wrong.get()));
    }
  }

  private Cursor begin(BackfillSource source) throws SQLException, RunException {
    BackfillUnit unit = source.unit();
    boolean exists = journal.exists();
    Optional<Cursor> found = exists ? journal.read(unit.rank(), unit.number()) : Optional.empty();
    if (found.isPresent() && isSame(source, found.get())) {
      Cursor cursor = found.get();
      listener.backfillResumes(
          unit.script().name(),
          cursor.after().isEmpty() || cursor.last().isEmpty()
              ? "the beginning of " + source.table().name()
              : source.table().key().words(cursor.after(), cursor.last().get()));
      return cursor;
    }
    Optional<BackfillPosition> last = source.table().key().last(connection);
    BackfillOptions options = unit.terms().options();
    Cursor cursor =
        new Cursor(
            unit.hash(),
            source.walks(),
            1,
            Optional.empty(),
            last,
            BackfillWalk.pace(options, settings.backfill()).size(),
            0,
            0,
            last.isEmpty());
    inOwnName(
        () -> {
          journal.create();
          journal.begin(unit.rank(), unit.number(), cursor);
        });
    return cursor;
  }

  /** Half of the rows by one statement and half by another is what nobody has asked for. */
  private static boolean isSame(BackfillSource source, Cursor found) throws RunException {
    boolean same =
        found.statement().equals(source.unit().hash()) && found.walks().equals(source.walks());
    if (same || found.after().isEmpty() || source.unit().terms().idempotent()) {
      return same;
    }
    throw new RunException(
        RunException.Kind.REFUSED,
        ("%s:%d: this backfill was begun in other words or by another key (%s), and %d rows are"
                + " done. Put it back as it was; or, if it may run again on those rows, say so in"
                + " front of it: -- migrate:idempotent <reason>. It then begins anew.")
            .formatted(
                source.unit().script().path(),
                source.unit().statement().line(),
                found.walks(),
                found.visited()));
  }

  private Cursor again(BackfillSource source, Cursor done) throws SQLException, RunException {
    Cursor cursor = done.again(source.table().key().last(connection));
    inOwnName(() -> journal.begin(source.unit().rank(), source.unit().number(), cursor));
    return cursor;
  }

  private Optional<String> verify(BackfillSource source)
      throws SQLException, RunException, InterruptedException {
    if (source.unit().terms().verifications().isEmpty()
        && !BackfillVerification.canAsk(source.batched())) {
      return Optional.empty();
    }
    AtFirst<Optional<String>> wrong = new AtFirst<>(Optional.empty());
    retry.retrying(
        source.unit().script(),
        attempt ->
            inTransaction(
                () -> {
                  execute(String.join("; ", source.unit().settings()));
                  execute("SET LOCAL statement_timeout = 0");
                  wrong.value =
                      new BackfillVerification(connection)
                          .failure(source.batched(), source.unit().terms().verifications());
                }));
    return wrong.value;
  }

  private void inOwnName(Work work) throws SQLException, RunException {
    inTransaction(
        () -> {
          SessionState.becomeOurselves(connection);
          work.run();
        });
  }

  private void inTransaction(Work work) throws SQLException, RunException {
    connection.setAutoCommit(false);
    try {
      work.run();
      connection.commit();
    } catch (SQLException | RunException e) {
      if (!connection.isClosed()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
      throw e;
    }
    connection.setAutoCommit(true);
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** What is done in a transaction. */
  @FunctionalInterface
  private interface Work {
    void run() throws SQLException, RunException;
  }

  /** Takes a value out of a lambda. */
  private static final class AtFirst<T> {
    private T value;

    private AtFirst(T value) {
      this.value = value;
    }
  }
}
