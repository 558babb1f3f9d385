package dev.safemigrate.runner;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Keeps what one migration does to its session from the next one. */
final class SessionState {

  private static final String INVALID_PARAMETER_VALUE = "22023";

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
    execute(connection, "SET LOCAL SESSION AUTHORIZATION DEFAULT; SET LOCAL ROLE NONE");
  }

  /**
   * Lets a session wait for as long as a run takes, whatever the role's idle_session_timeout says
   * (the manual, "Client Connection Defaults"; since version 14).
   */
  static void mayIdle(Connection connection) throws SQLException {
    execute(
        connection,
        "SELECT pg_catalog.set_config(name, '0', false) FROM pg_catalog.pg_settings"
            + " WHERE name = 'idle_session_timeout'");
  }

  /** The process that serves the session; a pooler may have told the driver another. */
  static int backend(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }

  /**
   * The policy without what this server cannot do: not every system can tell a server that a client
   * is gone (the manual, client_connection_check_interval).
   */
  static LockPolicy supported(Connection connection, LockPolicy policy) throws SQLException {
    try {
      for (String setting : policy.session()) {
        execute(connection, setting);
      }
      return policy;
    } catch (SQLException e) {
      if (INVALID_PARAMETER_VALUE.equals(e.getSQLState())) {
        return policy.withoutConnectionCheck();
      }
      throw e;
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
