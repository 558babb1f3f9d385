package dev.safemigrate.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One read-only transaction in which the database stands still and everything is printed the same
 * way whatever the session's settings are. They have their old values again afterwards.
 */
final class ReadingSession implements AutoCloseable {

  /** Settings that change how PostgreSQL prints names, expressions and constants. */
  private static final List<String> SETTINGS =
      List.of(
          // Names of all schemas but pg_catalog are printed qualified.
          "search_path = ''",
          "quote_all_identifiers = off",
          "standard_conforming_strings = on",
          "TimeZone = 'UTC'",
          "DateStyle = 'ISO, YMD'",
          "IntervalStyle = 'postgres'",
          "extra_float_digits = 1",
          "bytea_output = 'hex'",
          "lc_monetary = 'C'",
          // Compiling the big queries takes longer than running them.
          "jit = off",
          // A plan that is used again is not made again.
          "plan_cache_mode = force_generic_plan");

  /** Sent at once: the answers to many small statements take longer than what they do. */
  private static final String BEGINNING =
      SETTINGS.stream()
          .map(setting -> ";\nSET LOCAL " + setting)
          .collect(
              Collectors.joining(
                  "", "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY", ""));

  private final Connection connection;
  private final int majorVersion;

  private ReadingSession(Connection connection, int majorVersion) {
    this.connection = connection;
    this.majorVersion = majorVersion;
  }

  /**
   * Begins the transaction.
   *
   * @throws IllegalArgumentException when the connection is not in autocommit mode: a transaction
   *     that began earlier cannot be made to stand still any more
   */
  static ReadingSession begin(Connection connection) throws SQLException {
    if (!connection.getAutoCommit()) {
      throw new IllegalArgumentException("The connection must be in autocommit mode");
    }
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(BEGINNING);
      return new ReadingSession(connection, connection.getMetaData().getDatabaseMajorVersion());
    } catch (SQLException | RuntimeException failure) {
      connection.rollback();
      connection.setAutoCommit(true);
      throw failure;
    }
  }

  int majorVersion() {
    return majorVersion;
  }

  Connection connection() {
    return connection;
  }

  /** Takes one row of a result. */
  interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  /** Does something that has no rows. */
  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }

  void forEachRow(String query, RowReader reader) throws SQLException {
    forEachRow(List.of(query), List.of(reader));
  }

  /**
   * Asks several queries at once.
   *
   * @param readers one for each query
   */
  void forEachRow(List<String> queries, List<RowReader> readers) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(String.join(";\n", queries));
      for (RowReader reader : readers) {
        try (ResultSet rows = statement.getResultSet()) {
          while (rows.next()) {
            reader.read(rows);
          }
        }
        statement.getMoreResults();
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.rollback();
    connection.setAutoCommit(true);
  }
}
