package dev.safemigrate.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

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

  /**
   * The size of a tablespace may be asked by who may create in it or has pg_read_all_stats, that of
   * the database's own by all (the manual, "Database Object Size Functions").
   */
  private static final String TABLESPACES =
      """
      SELECT s.spcname,
        CASE WHEN s.oid = d.dattablespace
            OR pg_catalog.has_tablespace_privilege(s.oid, 'CREATE')
            OR pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE')
          THEN pg_catalog.pg_tablespace_size(s.oid) END
      FROM pg_catalog.pg_database d
      JOIN pg_catalog.pg_tablespace s ON s.oid = d.dattablespace OR s.oid IN (
        SELECT c.reltablespace FROM pg_catalog.pg_class c
        WHERE c.oid = ANY (SELECT unnest(?::bigint[])::oid))
      WHERE d.datname = current_database()
      ORDER BY 1
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

  /**
   * The tablespaces that relations lie in and the database's own, with how much they hold.
   *
   * @return by name; empty where this user may not ask
   */
  public SortedMap<String, OptionalLong> tablespaces(Collection<Long> relations)
      throws SQLException {
    SortedMap<String, OptionalLong> sizes = new TreeMap<>();
    try (PreparedStatement query = connection.prepareStatement(TABLESPACES)) {
      query.setArray(1, connection.createArrayOf("bigint", relations.toArray()));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          long size = rows.getLong(2);
          sizes.put(
              rows.getString(1), rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(size));
        }
      }
    }
    return sizes;
  }

  /** Replication slots that nobody reads: the server keeps all log that is written meanwhile. */
  public List<String> unreadSlots() throws SQLException {
    String sql =
        "SELECT slot_name FROM pg_catalog.pg_replication_slots"
            + " WHERE NOT active AND restart_lsn IS NOT NULL ORDER BY 1";
    List<String> slots = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        slots.add(rows.getString(1));
      }
    }
    return slots;
  }

  /** How much a session may sort on disk; a build that needs more fails. Empty without a limit. */
  public OptionalLong sortLimit() throws SQLException {
    String sql =
        "SELECT setting::bigint * 1024 FROM pg_catalog.pg_settings"
            + " WHERE name = 'temp_file_limit' AND setting::bigint >= 0";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
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
