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
   * Lets the history be written inside the migration's transaction whatever role the migration has
   * taken on. Settings that it made for its own later statements stay.
   */
  static void becomeOurselves(Connection connection) throws SQLException {
    execute(connection, "RESET SESSION AUTHORIZATION");
    execute(connection, "RESET ROLE");
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
