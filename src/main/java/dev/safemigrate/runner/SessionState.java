package dev.safemigrate.runner;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Keeps what one migration does to its session from the next one. */
final class SessionState {

  private SessionState() {}

  /**
   * Gives the session back as it was when it was opened: settings, role, session authorization,
   * prepared statements, cursors, advisory locks, temporary objects (the manual, DISCARD ALL).
   */
  static void discard(Connection connection) throws SQLException {
    connection.setAutoCommit(true);
    execute(connection, "DISCARD ALL");
  }

  /**
   * Lets the history be written in the open transaction whatever role the migration has taken on.
   * With the end of the transaction that role is back for the migration's later statements: a SET
   * behind which a SET LOCAL follows takes effect after the commit (the manual, SET).
   */
  static void becomeOurselves(Connection connection) throws SQLException {
    execute(connection, "SET LOCAL SESSION AUTHORIZATION DEFAULT");
    execute(connection, "SET LOCAL ROLE NONE");
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
