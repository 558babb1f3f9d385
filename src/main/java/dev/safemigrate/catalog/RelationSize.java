package dev.safemigrate.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * How big a table, materialized view or index is.
 *
 * @param schema its schema, without quotes
 * @param name its name, without quotes
 * @param kind as pg_class.relkind has it
 * @param rows as ANALYZE estimated them; empty when it never ran
 * @param bytes of the relation itself
 * @param toastBytes of what is stored outside of its rows
 * @param indexBytes of its indexes
 */
public record RelationSize(
    String schema,
    String name,
    char kind,
    OptionalLong rows,
    long bytes,
    long toastBytes,
    long indexBytes) {

  private static final String SIZES =
      """
      SELECT
        n.nspname AS schema_name,
        c.relname AS name,
        c.relkind AS kind,
        -- -1 since version 14; before, an empty and a never analysed table looked the same.
        CASE WHEN c.reltuples >= 0 AND (c.reltuples > 0 OR c.relpages > 0 OR :exact)
          THEN c.reltuples::bigint END AS row_count,
        pg_relation_size(c.oid) AS bytes,
        coalesce(pg_total_relation_size(nullif(c.reltoastrelid, 0)), 0) AS toast_bytes,
        pg_indexes_size(c.oid) AS index_bytes
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.oid = ANY (:relations)
        AND c.relkind IN ('r', 'p', 'm', 'i', 'I')
      """;

  /**
   * Reads the sizes of all relations, sorted by name. PostgreSQL locks each for an instant (ACCESS
   * SHARE), so set a lock_timeout where something may hold them.
   *
   * @param connection in autocommit mode
   */
  public static List<RelationSize> read(Connection connection, CatalogOptions options)
      throws SQLException {
    try (ReadingSession session = ReadingSession.begin(connection)) {
      Scope scope = Scope.read(session, options);
      String exact = Boolean.toString(session.majorVersion() >= 14);
      List<RelationSize> sizes = new ArrayList<>();
      session.forEachRow(
          scope.bind(SIZES.replace(":exact", exact), false), row -> sizes.add(size(row)));
      sizes.sort(Comparator.comparing(RelationSize::schema).thenComparing(RelationSize::name));
      return List.copyOf(sizes);
    }
  }

  private static RelationSize size(ResultSet row) throws SQLException {
    long rows = row.getLong("row_count");
    OptionalLong known = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(rows);
    return new RelationSize(
        row.getString("schema_name"),
        row.getString("name"),
        row.getString("kind").charAt(0),
        known,
        row.getLong("bytes"),
        row.getLong("toast_bytes"),
        row.getLong("index_bytes"));
  }
}
