package dev.safemigrate.runner;

import dev.safemigrate.runner.BackfillJournal.Cursor;
import dev.safemigrate.runner.BackfillKey.Step;
import dev.safemigrate.source.BackfillOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Walks a table to the end of a pass: range by range, each changed and recorded in one transaction.
 * A range that fails is made smaller until the row that fails is alone.
 */
final class BackfillWalk {

  private static final long WORD_EVERY_NANOS = Duration.ofSeconds(10).toNanos();
  private static final String QUERY_CANCELED = "57014";

  private final Connection connection;
  private final BackfillSource source;
  private final BackfillJournal journal;
  private final BackfillThrottle throttle;
  private final BackfillPace pace;
  private final LockRetry retry;
  private final LockPolicy policy;
  private final RunListener listener;

  private final long started = System.nanoTime();
  private long visitedHere;
  private long lastWord = System.nanoTime();

  /**
   * How many rows of a range that failed are still ahead; ranges stay small until they are done.
   */
  private long suspect;

  private int suspectBatch;
  private @Nullable Step tried;

  BackfillWalk(
      Connection connection,
      BackfillSource source,
      BackfillJournal journal,
      BackfillSettings settings,
      LockRetry retry,
      LockPolicy policy,
      RunListener listener) {
    this.connection = connection;
    this.source = source;
    this.journal = journal;
    this.retry = retry;
    this.policy = policy;
    this.listener = listener;
    BackfillOptions options = source.unit().terms().options();
    this.throttle = new BackfillThrottle(connection, settings.limits(), listener);
    this.pace = pace(options, settings);
  }

  static BackfillPace pace(BackfillOptions options, BackfillSettings settings) {
    return new BackfillPace(
        options.batch().orElse(settings.firstBatch()),
        Math.max(options.most().orElse(settings.largestBatch()), options.batch().orElse(1)),
        options.target().orElse(settings.target()),
        options.pause().orElse(settings.pause()),
        options.duty().orElse(settings.dutyCycle()));
  }

  /** Walks from the cursor to the end of its pass. */
  Cursor toTheEnd(Cursor begun) throws SQLException, RunException, InterruptedException {
    Cursor cursor = begun;
    while (!cursor.walked()) {
      throttle.await(source.unit().script().name());
      Cursor next = advance(cursor);
      visitedHere += next.visited() - cursor.visited();
      cursor = next;
      boolean word = cursor.walked() || System.nanoTime() - lastWord > WORD_EVERY_NANOS;
      if (word) {
        lastWord = System.nanoTime();
        listener.backfillProgress(source.unit().script().name(), progress(cursor));
      }
      if (!cursor.walked()) {
        TimeUnit.NANOSECONDS.sleep(pace.rest().toNanos());
      }
    }
    return cursor;
  }

  private Cursor advance(Cursor cursor) throws SQLException, RunException, InterruptedException {
    while (true) {
      @Nullable Step before = tried;
      try {
        Cursor[] next = new Cursor[1];
        retry.retrying(
            source.unit().script(),
            attempt -> {
              if (attempt > 0) {
                pace.shrink();
              }
              next[0] = batch(cursor);
            });
        tried = null;
        return next[0];
      } catch (FailedStatement e) {
        @Nullable Step failed = tried;
        if (failed == null || failed.rows() <= 1 || failed.equals(before) || !mayPassInParts(e)) {
          throw e;
        }
        suspect = failed.rows();
        suspectBatch = (int) Math.max(1, failed.rows() / 2);
      }
    }
  }

  /** Errors in the data of some row, and a statement that took too long. */
  private boolean mayPassInParts(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    boolean tooLong = state.equals(QUERY_CANCELED) && !policy.statementTimeout().isZero();
    return tooLong || state.startsWith("22") || state.startsWith("23") || state.startsWith("P0");
  }

  private Cursor batch(Cursor cursor) throws SQLException, RunException {
    long start = System.nanoTime();
    BackfillPosition last = cursor.last().orElseThrow();
    connection.setAutoCommit(false);
    try {
      try (Statement statement = connection.createStatement()) {
        statement.execute(String.join("; ", source.unit().settings()));
      }
      pace.travelled(since(start));
      int size = suspect > 0 ? Math.min(suspectBatch, pace.size()) : pace.size();
      Step step = source.table().key().next(connection, cursor.after(), last, size);
      tried = step;
      long sent = System.nanoTime();
      long changed = change(cursor.after(), step);
      Duration worked = since(sent);
      SessionState.becomeOurselves(connection);
      Cursor next =
          cursor.behind(step.upTo(), pace.size(), step.rows(), changed, step.upTo().equals(last));
      journal.advance(source.unit().rank(), source.unit().number(), cursor, next);
      connection.commit();
      connection.setAutoCommit(true);
      suspect = Math.max(0, suspect - step.rows());
      pace.done(step.rows(), worked, since(start));
      return next;
    } catch (SQLException | RunException e) {
      rollBack(e);
      throw e;
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private long change(Optional<BackfillPosition> after, Step step)
      throws SQLException, RunException {
    String sql = source.batch(after, step.upTo());
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      return statement.executeLargeUpdate(sql);
    } catch (SQLException e) {
      throw source.unit().failed(range(after, step.upTo()), e);
    }
  }

  private String range(Optional<BackfillPosition> after, BackfillPosition upTo) {
    return source.table().name() + ", " + source.table().key().words(after, upTo);
  }

  /** A lost connection has rolled back already; the failure that led here is the one to tell. */
  private void rollBack(Exception failure) {
    try {
      if (!connection.isClosed()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException further) {
      failure.addSuppressed(further);
    }
  }

  private BackfillProgress progress(Cursor cursor) {
    double seconds = Math.max(1, System.nanoTime() - started) / 1e9;
    return BackfillProgress.of(
        source.table().name(),
        cursor.visited(),
        cursor.changed(),
        cursor.pass() == 1 ? source.table().estimate() : 0,
        visitedHere / seconds,
        pace.size());
  }
}
