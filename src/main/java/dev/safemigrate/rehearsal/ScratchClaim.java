package dev.safemigrate.rehearsal;

import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.Sessions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/**
 * An empty database that is a rehearsal's own from before a backup is restored until the rehearsal
 * has ended. A session holds a lock on it, and a mark in the database tells the next rehearsal what
 * a process that was killed has left. Closing gives the database back as it is: what is in it
 * stays, to be looked at, and is not dropped by a later rehearsal.
 */
public final class ScratchClaim implements AutoCloseable {

  /** The purpose of the session that holds the lock. */
  static final String PURPOSE = "claim";

  /** Sessions of this plugin, of the same user, in the same database, but the one that asks. */
  static final String OURS =
      "(datname = pg_catalog.current_database() AND usename = session_user"
          + " AND pid <> pg_catalog.pg_backend_pid() AND application_name LIKE '"
          + Sessions.APPLICATION_NAME
          + " %')";

  /** Any number that nothing else locks; the session that holds it ends with its process. */
  private static final long LOCK = 5_220_907_436_101L;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PATIENCE_WITH_OTHERS = Duration.ofSeconds(2);
  private static final long PAUSE_MILLIS = 50;
  private static final int VALID_SECONDS = 5;

  private static final String END_OURS =
      "SELECT pg_catalog.count(pg_catalog.pg_terminate_backend(pid))"
          + " FROM pg_catalog.pg_stat_activity WHERE "
          + OURS;

  /** The type of another user's session may be hidden; the server's own processes have no user. */
  private static final String FOREIGN =
      "SELECT pg_catalog.concat_ws(' ', 'process', pid, 'of', usename, application_name)"
          + " FROM pg_catalog.pg_stat_activity"
          + " WHERE datname = pg_catalog.current_database() AND usename IS NOT NULL"
          + " AND pid <> pg_catalog.pg_backend_pid()"
          + " AND coalesce(backend_type, 'client backend') = 'client backend' AND NOT "
          + OURS
          + " LIMIT 1";

  private final Connection connection;
  private final boolean removed;

  private ScratchClaim(Connection connection, boolean removed) {
    this.connection = connection;
    this.removed = removed;
  }

  /**
   * Takes the database, and removes what a killed rehearsal has left in it.
   *
   * @throws RunException when another rehearsal is at work, when the database is not empty, and
   *     when it cannot be told for certain that what would be removed is a rehearsal's
   */
  public static ScratchClaim take(Sessions sessions)
      throws SQLException, RunException, InterruptedException {
    Connection connection = sessions.open(PURPOSE);
    boolean taken = false;
    try {
      ScratchClaim claim = take(connection);
      taken = true;
      return claim;
    } finally {
      if (!taken) {
        connection.close();
      }
    }
  }

  private static ScratchClaim take(Connection connection)
      throws SQLException, RunException, InterruptedException {
    try (Statement statement = connection.createStatement()) {
      // It has nothing to do for as long as the rehearsal takes.
      statement.execute("SET idle_session_timeout = 0");
    }
    lock(connection);
    Optional<ScratchMark> mark = ScratchMark.of(connection);
    if (mark.isPresent()) {
      requireAlone(connection);
      endOurs(connection);
      mark.get().dropSince(connection);
    }
    ScratchDatabase.requireEmpty(connection);
    ScratchMark.put(connection);
    return new ScratchClaim(connection, mark.isPresent());
  }

  /** What was removed to take the database, in a sentence. */
  public Optional<String> removed() {
    return removed
        ? Optional.of("What a rehearsal that was killed had left in the database was removed.")
        : Optional.empty();
  }

  /** Gives the database back as it is now. */
  @Override
  public void close() throws SQLException {
    try (connection) {
      if (connection.isValid(VALID_SECONDS)) {
        ScratchMark.removeFrom(connection);
      }
    }
  }

  /** A backend needs a moment to see that its client is gone. */
  private static void lock(Connection connection)
      throws SQLException, RunException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!text(connection, "SELECT pg_catalog.pg_try_advisory_lock(" + LOCK + ")")
        .equals(Optional.of("t"))) {
      if (System.nanoTime() > end) {
        throw new RunException(
            RunException.Kind.SETUP,
            "Another rehearsal is at work on the database %s. Wait for its end, or give this one a"
                    .formatted(connection.getCatalog())
                + " database of its own.");
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /**
   * Who else works in the database may have made what would be dropped. A session that has just
   * been closed is seen for a moment.
   */
  private static void requireAlone(Connection connection)
      throws SQLException, RunException, InterruptedException {
    long end = System.nanoTime() + PATIENCE_WITH_OTHERS.toNanos();
    Optional<String> foreign = text(connection, FOREIGN);
    while (foreign.isPresent()) {
      if (System.nanoTime() > end) {
        throw new RunException(
            RunException.Kind.SETUP,
            ("A rehearsal was killed in the database %s, and what it has left would be dropped now;"
                    + " but somebody else is connected (%s). Nothing was changed. End that session,"
                    + " or give the rehearsal another database.")
                .formatted(connection.getCatalog(), foreign.get()));
      }
      Thread.sleep(PAUSE_MILLIS);
      foreign = text(connection, FOREIGN);
    }
  }

  private static void endOurs(Connection connection)
      throws SQLException, RunException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!text(connection, END_OURS).equals(Optional.of("0"))) {
      if (System.nanoTime() > end) {
        throw new RunException(
            RunException.Kind.SETUP,
            "Sessions of a rehearsal that was killed are still at work on the database %s and do"
                    .formatted(connection.getCatalog())
                + " not end. Drop and create it.");
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private static Optional<String> text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
    }
  }
}
