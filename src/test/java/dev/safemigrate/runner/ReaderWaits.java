package dev.safemigrate.runner;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How long readers of a table wait, by the server's own clock from the arrival of a statement to
 * the moment when it has its locks: a client's would count its own pauses. Beside them a session
 * sleeps for a moment again and again, which shows how late the machine wakes a process that is
 * due; that much no policy can promise.
 */
final class ReaderWaits implements AutoCloseable {

  /** Our sessions send a statement in one message, whose arrival is the statement's time. */
  private static final String MILLIS =
      "SELECT (extract(epoch FROM clock_timestamp() - statement_timestamp()) * 1000)::bigint FROM ";

  private static final int NAP_MILLIS = 20;

  private final TestDatabase database;
  private final AtomicBoolean over = new AtomicBoolean();
  private final Future<Long> reader;
  private final Future<Long> sleeper;

  private ReaderWaits(TestDatabase database, String table, ExecutorService threads) {
    this.database = database;
    this.reader =
        threads.submit(
            () ->
                longest("(SELECT 1) one LEFT JOIN (SELECT FROM " + table + " LIMIT 1) t ON true"));
    this.sleeper =
        threads.submit(() -> longest("pg_sleep(" + NAP_MILLIS / 1000.0 + ")") - NAP_MILLIS);
  }

  /** Begins to read a table. */
  static ReaderWaits begin(TestDatabase database, String table, ExecutorService threads) {
    return new ReaderWaits(database, table, threads);
  }

  /**
   * What was found.
   *
   * @param longest wait of a reader in milliseconds
   * @param late by how many milliseconds a process was woken too late
   */
  record Found(long longest, long late) {

    /** The runner's timer and the reader behind it may both come late. */
    long longestOfPolicy() {
      return longest - 2 * late;
    }
  }

  /** Ends the reading. */
  Found end() throws Exception {
    over.set(true);
    return new Found(reader.get(), sleeper.get());
  }

  @Override
  public void close() {
    over.set(true);
  }

  private long longest(String from) throws Exception {
    long longest = 0;
    try (Connection connection = database.sessions().open("reader");
        Statement statement = connection.createStatement()) {
      while (!over.get()) {
        try (ResultSet row = statement.executeQuery(MILLIS + from)) {
          row.next();
          longest = Math.max(longest, row.getLong(1));
        }
        Thread.sleep(5);
      }
    }
    return longest;
  }
}
