package dev.safemigrate.rehearsal;

import dev.safemigrate.history.HistoryTable;
import dev.safemigrate.schema.RelationName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The user's relations at one moment, each with the file that it is stored in.
 *
 * @param relations by oid
 */
record RelationFiles(Map<Long, Relation> relations) {

  /**
   * Reading the catalogs locks none of the user's relations. Below 16384 are the objects that every
   * database has (the manual, "System Catalog Initial Data", "OID Assignment").
   */
  private static final String QUERY =
      """
      SELECT c.oid, n.nspname, c.relname, c.relkind::text, c.relfilenode
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
       WHERE n.nspname NOT LIKE 'pg\\_%'
         AND n.nspname <> 'information_schema'
         AND c.oid >= 16384
         AND COALESCE(i.indrelid, c.oid) IS DISTINCT FROM (
               SELECT h.oid
                 FROM pg_catalog.pg_class h
                 JOIN pg_catalog.pg_namespace hn ON hn.oid = h.relnamespace
                WHERE hn.nspname = ? AND h.relname = ?)
       ORDER BY c.oid
      """;

  RelationFiles {
    relations = Collections.unmodifiableMap(new LinkedHashMap<>(relations));
  }

  /**
   * A relation.
   *
   * @param kind as pg_class.relkind has it
   * @param file pg_class.relfilenode; 0 for what has no storage
   */
  record Relation(RelationName name, String kind, long file) {

    boolean isIndex() {
      return kind.equals("i");
    }

    /** Whether a SELECT can read it, and nothing is computed for it. */
    boolean isTable() {
      return holdsRows() || kind.equals("p");
    }

    boolean isWritable() {
      return kind.equals("r") || kind.equals("p");
    }

    boolean holdsRows() {
      return kind.equals("r") || kind.equals("m");
    }
  }

  /** Reads all but the history and what belongs to it. */
  static RelationFiles read(Connection connection, HistoryTable history) throws SQLException {
    Map<Long, Relation> relations = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
      statement.setString(1, history.schema());
      statement.setString(2, history.name());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          relations.put(
              rows.getLong(1),
              new Relation(
                  new RelationName(rows.getString(2), rows.getString(3)),
                  rows.getString(4),
                  rows.getLong(5)));
        }
      }
    }
    return new RelationFiles(relations);
  }

  /**
   * Those of the tables that have no page, and so no row. The size is read without a lasting lock.
   */
  Set<RelationName> withoutRows(Set<RelationName> tables, Connection connection)
      throws SQLException {
    Set<RelationName> empty = new HashSet<>();
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pg_catalog.pg_relation_size(?::pg_catalog.oid)")) {
      for (Map.Entry<Long, Relation> entry : relations.entrySet()) {
        if (tables.contains(entry.getValue().name())) {
          statement.setLong(1, entry.getKey());
          try (ResultSet size = statement.executeQuery()) {
            if (size.next() && size.getLong(1) == 0) {
              empty.add(entry.getValue().name());
            }
          }
        }
      }
    }
    return empty;
  }

  /** Tables and materialised views that have another file than before. */
  Set<RelationName> rewrittenSince(RelationFiles before) {
    return before.relations().entrySet().stream()
        .filter(entry -> entry.getValue().holdsRows())
        .filter(
            entry -> {
              Relation now = relations.get(entry.getKey());
              return now != null && now.file() != entry.getValue().file();
            })
        .map(entry -> entry.getValue().name())
        .collect(Collectors.toSet());
  }

  /** Those of {@link #indexesBuiltSince} whose name was there before. */
  Set<RelationName> indexesRebuiltSince(RelationFiles before) {
    Set<RelationName> names =
        before.relations().values().stream().map(Relation::name).collect(Collectors.toSet());
    names.retainAll(indexesBuiltSince(before));
    return names;
  }

  /**
   * Indexes whose file was not there before. An index that a type change makes anew in the catalog
   * may keep its file: then nothing was built.
   */
  Set<RelationName> indexesBuiltSince(RelationFiles before) {
    Set<Long> files =
        before.relations().values().stream().map(Relation::file).collect(Collectors.toSet());
    return relations.values().stream()
        .filter(relation -> relation.isIndex() && !files.contains(relation.file()))
        .map(Relation::name)
        .collect(Collectors.toSet());
  }
}
