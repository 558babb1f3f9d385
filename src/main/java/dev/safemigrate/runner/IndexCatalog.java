package dev.safemigrate.runner;

import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.ast.QualifiedName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the catalog says of indexes and partitions that an interrupted statement worked on. */
final class IndexCatalog {

  private static final String INDEXES =
      """
      SELECT n.nspname, c.relname, i.indisvalid
      FROM pg_catalog.pg_index i
      JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE %s
      ORDER BY n.nspname, c.relname
      """;

  /** Invalid twins of an interrupted REINDEX CONCURRENTLY. */
  private static final String LEFTOVER =
      "NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$' AND ";

  private final Connection connection;

  IndexCatalog(Connection connection) {
    this.connection = connection;
  }

  /** An index as the catalog has it. */
  record Index(String schema, String name, boolean valid) {

    String sqlName() {
      return Identifiers.quote(schema) + "." + Identifiers.quote(name);
    }
  }

  /** Whether and how a table is a partition of another. */
  enum Attachment {
    NONE,
    ATTACHED,
    DETACH_PENDING
  }

  /** The index of that name; an index lies in the schema of its table. */
  Optional<Index> find(QualifiedName table, String name) throws SQLException {
    return query(
            "i.indrelid = pg_catalog.to_regclass(?) AND c.relname = ?",
            Identifiers.quote(table),
            name)
        .stream()
        .findFirst();
  }

  /** Of the index, and of its partitions. */
  List<Index> leftoversOfIndex(QualifiedName index) throws SQLException {
    return query(
        LEFTOVER
            + """
            i.indrelid IN (
              SELECT leaf.indrelid FROM pg_catalog.pg_index leaf
              WHERE leaf.indexrelid = pg_catalog.to_regclass(?)
                OR leaf.indexrelid IN (
                  SELECT relid FROM pg_catalog.pg_partition_tree(pg_catalog.to_regclass(?))))
            """,
        Identifiers.quote(index),
        Identifiers.quote(index));
  }

  /** Of the table, of its partitions, and of what is stored outside of their rows. */
  List<Index> leftoversOfTable(QualifiedName table) throws SQLException {
    return query(
        LEFTOVER
            + """
            EXISTS (
              SELECT FROM pg_catalog.pg_class t
              WHERE i.indrelid IN (t.oid, t.reltoastrelid)
                AND (t.oid = pg_catalog.to_regclass(?)
                  OR t.oid IN (
                    SELECT relid FROM pg_catalog.pg_partition_tree(pg_catalog.to_regclass(?)))))
            """,
        Identifiers.quote(table),
        Identifiers.quote(table));
  }

  List<Index> leftoversOfSchema(String schema) throws SQLException {
    return query(
        LEFTOVER
            + """
            EXISTS (
              SELECT FROM pg_catalog.pg_class t
              WHERE i.indrelid IN (t.oid, t.reltoastrelid)
                AND t.relnamespace = pg_catalog.to_regnamespace(?))
            """,
        Identifiers.quote(schema));
  }

  List<Index> leftoversOfDatabase() throws SQLException {
    return query(LEFTOVER + "true");
  }

  /** Whether there is an index of that name, valid or not. */
  boolean exists(QualifiedName index) throws SQLException {
    return !query("i.indexrelid = pg_catalog.to_regclass(?)", Identifiers.quote(index)).isEmpty();
  }

  Attachment attachment(QualifiedName parent, QualifiedName partition) throws SQLException {
    String sql =
        """
        SELECT inhdetachpending FROM pg_catalog.pg_inherits
        WHERE inhparent = pg_catalog.to_regclass(?) AND inhrelid = pg_catalog.to_regclass(?)
        """;
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, Identifiers.quote(parent));
      query.setString(2, Identifiers.quote(partition));
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          return Attachment.NONE;
        }
        return row.getBoolean(1) ? Attachment.DETACH_PENDING : Attachment.ATTACHED;
      }
    }
  }

  boolean databaseExists(String name) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT FROM pg_catalog.pg_database WHERE datname = ?")) {
      query.setString(1, name);
      try (ResultSet row = query.executeQuery()) {
        return row.next();
      }
    }
  }

  private List<Index> query(String condition, String... parameters) throws SQLException {
    List<Index> indexes = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(INDEXES.formatted(condition))) {
      for (int i = 0; i < parameters.length; i++) {
        query.setString(i + 1, parameters[i]);
      }
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          indexes.add(new Index(row.getString(1), row.getString(2), row.getBoolean(3)));
        }
      }
    }
    return indexes;
  }
}
