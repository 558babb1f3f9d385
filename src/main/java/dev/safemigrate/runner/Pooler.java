package dev.safemigrate.runner;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/**
 * Tells whether something between us and the server hands out its sessions transaction by
 * transaction, as PgBouncer does in transaction mode. Locks and settings of a session are lost or
 * land with strangers there.
 */
final class Pooler {

  private Pooler() {}

  /**
   * @param first a session of ours, not in a transaction
   * @throws RunException when sessions are shared
   */
  static void refuse(Sessions sessions, Connection first) throws RunException, SQLException {
    // A pooler has a key of its own for cancelling; the server's is the number of its process.
    if (first.unwrap(PGConnection.class).getBackendPID() == SessionState.backend(first)) {
      return;
    }
    try (Connection second = sessions.open("pooler check")) {
      if (shared(first, second)) {
        throw new RunException(
            RunException.Kind.REFUSED,
            "Between us and the server is a pooler that shares its sessions (PgBouncer with"
                + " pool_mode transaction or statement?): the lock that keeps two runs apart, SET"
                + " and CREATE INDEX CONCURRENTLY need a session of their own. Nothing was changed."
                + " Give the URL of the server itself, or of a pool in session mode.");
      }
    }
  }

  /** While one is in a transaction the other must not get, or have had, the same process. */
  private static boolean shared(Connection first, Connection second) throws SQLException {
    int before = SessionState.backend(first);
    second.setAutoCommit(false);
    try (Statement statement = second.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_backend_pid()")) {
      row.next();
      int other = row.getInt(1);
      return other == before || SessionState.backend(first) != before;
    } catch (SQLException e) {
      if (ConnectionProblem.isLostConnection(e)) {
        return true;
      }
      throw e;
    } finally {
      if (!second.isClosed()) {
        second.rollback();
      }
    }
  }
}
