package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A migration that waits for a lock never makes readers wait for as long as it has to. */
class ReaderLatencyIT {

  /** deadlock_timeout as it comes, and 200 ms. */
  private static final long LOCK_TIMEOUT_MILLIS = 1200;

  private static final long TOLERANCE_MILLIS = 100;

  private static final Duration BLOCKED = Duration.ofSeconds(8);

  private final TestRun run = new TestRun(TestDatabase.create(18));
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicBoolean over = new AtomicBoolean();

  @AfterEach
  void stop() {
    over.set(true);
    threads.shutdownNow();
  }

  @Test
  void readersWaitForOneStrongLockAtMostItsTimeout() throws Exception {
    applyTables();
    run.file("V2__note.sql", "ALTER TABLE t ADD COLUMN note text;");
    ReaderWaits.Found found = readsWhileBlocked("t", "t");
    assertThat(found.longestOfPolicy())
        .as("%s", found)
        .isLessThanOrEqualTo(LOCK_TIMEOUT_MILLIS + TOLERANCE_MILLIS);
    assertThat(found.longest())
        .as("the reader did meet the queue")
        .isGreaterThan(LOCK_TIMEOUT_MILLIS / 2);
  }

  /** Each of two transactions blocks one table; without a shared budget the waits add up. */
  @Test
  void readersWaitForTwoStrongLocksAtMostOneTimeout() throws Exception {
    applyTables();
    run.file(
        "V2__note.sql", "ALTER TABLE u ADD COLUMN note text; ALTER TABLE t ADD COLUMN note text;");
    // A lock that is asked for early in one of the short transactions is not to be had in the
    // time for both: every try has a chance of 500 in 700.
    run.retryDeadline(Duration.ofMinutes(2));
    threads.submit(this::readInShortTransactions);
    ReaderWaits.Found found = readsWhileBlocked("u", "t");
    assertThat(found.longestOfPolicy())
        .as("%s", found)
        .isLessThanOrEqualTo(LOCK_TIMEOUT_MILLIS + TOLERANCE_MILLIS);
  }

  private void applyTables() throws Exception {
    run.file("V1__tables.sql", "CREATE TABLE t (id int); CREATE TABLE u (id int);");
    run.apply();
  }

  private ReaderWaits.Found readsWhileBlocked(String blocked, String read) throws Exception {
    CountDownLatch holds = new CountDownLatch(1);
    Future<Void> blocker = threads.submit(() -> hold(blocked, holds));
    holds.await();
    ReaderWaits.Found found;
    try (ReaderWaits reader = ReaderWaits.begin(run.database(), read, threads)) {
      assertThat(run.apply().applied()).containsExactly("V2__note.sql");
      assertThat(blocker.isDone()).as("applied after the blocker has ended").isTrue();
      found = reader.end();
    }
    assertThat(run.said())
        .anyMatch(
            word ->
                word.startsWith("blocked V2__note.sql by pid ")
                    && word.contains("application nightly report, idle in transaction"));
    assertThat(run.said()).anyMatch(word -> word.startsWith("retry V2__note.sql"));
    return found;
  }

  private Void hold(String table, CountDownLatch holds) throws Exception {
    try (Connection connection = run.database().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET application_name = 'nightly report'");
      connection.setAutoCommit(false);
      statement.execute("SELECT FROM " + table);
      holds.countDown();
      Thread.sleep(BLOCKED.toMillis());
      connection.rollback();
    }
    return null;
  }

  private Void readInShortTransactions() throws Exception {
    try (Connection connection = run.database().connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      while (!over.get()) {
        statement.execute("SELECT FROM t");
        Thread.sleep(700);
        connection.rollback();
      }
    }
    return null;
  }
}
