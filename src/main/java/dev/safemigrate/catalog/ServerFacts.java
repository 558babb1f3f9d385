package dev.safemigrate.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/**
 * What a server and a session on it say about themselves.
 *
 * @param versionNumber for example 180006
 * @param version for example {@code 18.6}
 * @param database the session's database
 * @param currentUser whose rights count
 * @param sessionUser who logged in
 * @param superuser whether the current user is one
 * @param inRecovery whether the server is a replica
 * @param readOnly whether new transactions of this session are read-only
 * @param deadlockTimeout after which the server looks for deadlocks, and autovacuum gives way
 * @param systemIdentifier of the cluster, when the user may read it
 */
public record ServerFacts(
    int versionNumber,
    String version,
    String database,
    String currentUser,
    String sessionUser,
    boolean superuser,
    boolean inRecovery,
    boolean readOnly,
    Duration deadlockTimeout,
    Optional<String> systemIdentifier) {

  private static final String FACTS =
      """
      SELECT
        current_setting('server_version_num')::int AS version_number,
        current_setting('server_version') AS version,
        current_database() AS database,
        current_user AS current_user_name,
        session_user AS session_user_name,
        (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user) AS superuser,
        pg_catalog.pg_is_in_recovery() AS in_recovery,
        current_setting('transaction_read_only')::bool AS read_only,
        (SELECT setting::bigint FROM pg_catalog.pg_settings WHERE name = 'deadlock_timeout')
          AS deadlock_timeout_millis,
        pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE')
          AS may_read_system
      """;

  /** The major version, for example 18. */
  public int majorVersion() {
    return versionNumber / 10_000;
  }

  /** Asks the server. */
  public static ServerFacts read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(FACTS)) {
      if (!row.next()) {
        throw new IllegalStateException("A SELECT without FROM has one row");
      }
      return new ServerFacts(
          row.getInt("version_number"),
          row.getString("version"),
          row.getString("database"),
          row.getString("current_user_name"),
          row.getString("session_user_name"),
          row.getBoolean("superuser"),
          row.getBoolean("in_recovery"),
          row.getBoolean("read_only"),
          Duration.ofMillis(row.getLong("deadlock_timeout_millis")),
          row.getBoolean("may_read_system") ? systemIdentifier(connection) : Optional.empty());
    }
  }

  private static Optional<String> systemIdentifier(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT system_identifier FROM pg_catalog.pg_control_system()")) {
      return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
    }
  }
}
