package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.effect.TransactionNeed;
import dev.safemigrate.source.MigrationScript;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait for a lock before letting the queue behind it pass, and how often to try again.
 *
 * <p>The timeout is a little longer than deadlock_timeout: at or below that, a lock that autovacuum
 * holds is never given up, because only a waiter that has waited for deadlock_timeout cancels it
 * (the manual, "Routine Vacuuming", "The Autovacuum Daemon").
 */
final class LockPolicy {

  private static final Duration BEYOND_DEADLOCK_TIMEOUT = Duration.ofMillis(200);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

  /** lock_not_available, deadlock_detected, serialization_failure. */
  private static final Set<String> WORTH_ANOTHER_TRY = Set.of("55P03", "40P01", "40001");

  private final Duration lockTimeout;
  private final Duration deadline;
  private final RunListener listener;

  LockPolicy(Duration deadlockTimeout, Duration deadline, RunListener listener) {
    this.lockTimeout = deadlockTimeout.plus(BEYOND_DEADLOCK_TIMEOUT);
    this.deadline = deadline;
    this.listener = listener;
  }

  /** Work that may be tried again; the argument counts earlier attempts. */
  @FunctionalInterface
  interface Attempt {
    void run(int attempt) throws SQLException, RunException, InterruptedException;
  }

  /**
   * Tries until it succeeds or the deadline is over.
   *
   * @return how many attempts were in vain
   */
  int retrying(MigrationScript script, Attempt attempt)
      throws SQLException, RunException, InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    long pause = FIRST_PAUSE.toMillis();
    for (int failed = 0; ; failed++) {
      try {
        attempt.run(failed);
        return failed;
      } catch (SQLException e) {
        if (!WORTH_ANOTHER_TRY.contains(String.valueOf(e.getSQLState()))
            || System.nanoTime() >= end) {
          throw e;
        }
        listener.lockRetry(script.name(), StatementFailure.message(e), pause);
      }
      Thread.sleep(pause + ThreadLocalRandom.current().nextLong(pause));
      pause = Math.min(LONGEST_PAUSE.toMillis(), pause * 2);
    }
  }

  /** Sets the timeouts of a transaction that is just open. */
  void beforeTransaction(Connection connection, WorkUnit unit) throws SQLException {
    execute(connection, "SET LOCAL lock_timeout = " + lockTimeout.toMillis());
  }

  /**
   * Sets the timeouts of a statement that runs by itself. What cannot run in a transaction mostly
   * waits while it blocks nobody; a timeout would only leave half of its work behind.
   */
  void beforeSingle(Connection connection, AnalysedStatement statement) throws SQLException {
    boolean concurrent = statement.effects().transaction() == TransactionNeed.FORBIDDEN;
    execute(connection, "SET lock_timeout = " + (concurrent ? 0 : lockTimeout.toMillis()));
  }

  void afterSingle(Connection connection) throws SQLException {
    execute(connection, "RESET lock_timeout");
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
