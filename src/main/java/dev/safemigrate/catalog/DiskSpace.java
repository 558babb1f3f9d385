package dev.safemigrate.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;

/** How much space relations take, and how much the server has left. */
public final class DiskSpace {

  /** Index entries: a tuple header and line pointer, and pages nine tenths full. */
  private static final String INDEX_ESTIMATE =
      """
      SELECT (greatest(c.reltuples, 0) * (12 + COALESCE(
          (SELECT sum(s.avg_width) FROM pg_catalog.pg_stats s
           WHERE s.schemaname = n.nspname AND s.tablename = c.relname
             AND s.attname = ANY (?)), 16)) / 0.9)::bigint
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.oid = ?::bigint::oid
      """;

  private final Connection connection;

  public DiskSpace(Connection connection) {
    this.connection = connection;
  }

  /** A relation with its indexes and what is stored outside of its rows. */
  public long total(long relation) throws SQLException {
    return number("SELECT pg_catalog.pg_total_relation_size(?::bigint::oid)", relation);
  }

  /** The indexes of a table, or one index. */
  public long indexes(long relation) throws SQLException {
    return number(
        """
        SELECT CASE WHEN c.relkind IN ('i', 'I') THEN pg_catalog.pg_relation_size(c.oid)
          ELSE pg_catalog.pg_indexes_size(c.oid) END
        FROM pg_catalog.pg_class c WHERE c.oid = ?::bigint::oid
        """,
        relation);
  }

  /** About how big an index on these columns will be; without statistics it is a guess. */
  public long newIndex(long table, String... columns) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(INDEX_ESTIMATE)) {
      query.setArray(1, connection.createArrayOf("name", columns));
      query.setLong(2, table);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  /**
   * What is free where the data lie. SQL cannot tell; it is known only where the server runs on
   * this machine and says where its data are.
   */
  public OptionalLong free() throws SQLException {
    String sql =
        """
        SELECT current_setting('data_directory', true)
        WHERE COALESCE(pg_catalog.inet_server_addr() << '127.0.0.0/8', true)
          AND pg_catalog.pg_has_role('pg_read_all_settings', 'USAGE')
        """;
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      String directory = row.next() ? row.getString(1) : null;
      if (directory == null || !Files.isDirectory(Path.of(directory))) {
        return OptionalLong.empty();
      }
      return OptionalLong.of(Files.getFileStore(Path.of(directory)).getUsableSpace());
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  private long number(String sql, long relation) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setLong(1, relation);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }
}
