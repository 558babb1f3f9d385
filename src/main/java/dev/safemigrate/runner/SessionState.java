package dev.safemigrate.runner;

import dev.safemigrate.ast.Identifiers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps what one migration does to its session from the next one. */
final class SessionState {

  private static final String INVALID_PARAMETER_VALUE = "22023";

  /**
   * What DISCARD ALL does (the manual, DISCARD), in words that may stand in a transaction and so
   * share an exchange with others.
   */
  private static final String DISCARD =
      "CLOSE ALL; SET SESSION AUTHORIZATION DEFAULT; RESET ALL; DEALLOCATE ALL; UNLISTEN *;"
          + " SELECT pg_catalog.pg_advisory_unlock_all(); DISCARD PLANS; DISCARD TEMP;"
          + " DISCARD SEQUENCES";

  /**
   * Takes back in the open transaction whatever role the migration has taken on. With the end of
   * the transaction that role is back for the migration's later statements: a SET behind which a
   * SET LOCAL follows takes effect after the commit (the manual, SET).
   */
  static final String OURSELVES = "SET LOCAL SESSION AUTHORIZATION DEFAULT; SET LOCAL ROLE NONE";

  private SessionState() {}

  /**
   * What makes a session as a migration finds it: as it was when it was opened, with the policy's
   * settings. Each entry may hold several statements.
   *
   * @param schema first on the search path, if one is
   */
  static List<String> fresh(LockPolicy policy, Optional<String> schema) {
    List<String> statements = new ArrayList<>();
    statements.add(DISCARD);
    statements.addAll(policy.session());
    schema.ifPresent(name -> statements.add("SET search_path TO " + Identifiers.quote(name)));
    return List.copyOf(statements);
  }

  /** Sends statements in one exchange, outside a transaction. */
  static void make(Connection connection, List<String> statements) throws SQLException {
    if (!statements.isEmpty()) {
      execute(connection, String.join("; ", statements));
    }
  }

  /**
   * Makes the session and opens a transaction on it, in one exchange. The settings are committed
   * before the transaction begins, in which nothing has been asked yet: a file may begin with SET
   * TRANSACTION.
   *
   * @param connection not in auto-commit mode, without an open transaction
   * @param fresh what makes the session
   * @param question a query with one row
   * @param inTransaction what is sent behind BEGIN
   * @return the answer
   */
  static boolean open(
      Connection connection, List<String> fresh, String question, List<String> inTransaction)
      throws SQLException {
    List<String> all = new ArrayList<>();
    all.add("BEGIN");
    all.addAll(fresh);
    all.add(question);
    all.add("COMMIT");
    all.add("BEGIN");
    all.addAll(inTransaction);
    // The driver would send its own BEGIN first and wait for the answer.
    connection.setAutoCommit(true);
    boolean answer;
    try {
      answer = ask(connection, String.join("; ", all));
    } catch (SQLException e) {
      manualAgain(connection, e);
      throw e;
    }
    connection.setAutoCommit(false);
    return answer;
  }

  /** Where the session is gone too, the reason counts, and not that it is gone. */
  private static void manualAgain(Connection connection, SQLException reason) {
    try {
      connection.setAutoCommit(false);
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }

  /** The same within a transaction that goes on, which undoes it where it is rolled back. */
  static boolean renew(
      Connection connection, List<String> fresh, String question, List<String> behind)
      throws SQLException {
    List<String> all = new ArrayList<>(fresh);
    all.add(question);
    all.addAll(behind);
    return ask(connection, String.join("; ", all));
  }

  /** The first column of the last rows. */
  private static boolean ask(Connection connection, String sql) throws SQLException {
    boolean answer = false;
    try (Statement statement = connection.createStatement()) {
      boolean rows = statement.execute(sql);
      while (rows || statement.getUpdateCount() != -1) {
        if (rows) {
          answer = isTrue(statement);
        }
        rows = statement.getMoreResults();
      }
    }
    return answer;
  }

  private static boolean isTrue(Statement statement) throws SQLException {
    try (ResultSet row = statement.getResultSet()) {
      return row.next() && "t".equals(row.getString(1));
    }
  }

  /**
   * Gives the session back as it was when it was opened: settings, role, session authorization,
   * prepared statements, cursors, advisory locks, temporary objects (the manual, DISCARD ALL).
   */
  static void discard(Connection connection) throws SQLException {
    connection.setAutoCommit(true);
    execute(connection, "DISCARD ALL");
  }

  /** Lets the history be written in the open transaction. */
  static void becomeOurselves(Connection connection) throws SQLException {
    execute(connection, OURSELVES);
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
