package dev.safemigrate.catalog;

import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.RelationSize;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads how big the tables, materialized views and indexes of a database are. */
public final class RelationSizes {

  private RelationSizes() {}

  private static final String SIZES =
      """
      SELECT
        n.nspname AS schema_name,
        c.relname AS name,
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
  public static SortedMap<RelationName, RelationSize> read(
      Connection connection, CatalogOptions options) throws SQLException {
    try (ReadingSession session = ReadingSession.begin(connection)) {
      Scope scope = Scope.read(session, options);
      String exact = Boolean.toString(session.majorVersion() >= 14);
      SortedMap<RelationName, RelationSize> sizes = new TreeMap<>();
      session.forEachRow(
          scope.bind(SIZES.replace(":exact", exact), false),
          row ->
              sizes.put(
                  new RelationName(row.getString("schema_name"), row.getString("name")),
                  size(row)));
      return sizes;
    }
  }

  private static RelationSize size(ResultSet row) throws SQLException {
    long rows = row.getLong("row_count");
    OptionalLong known = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(rows);
    return new RelationSize(
        known, row.getLong("bytes") + row.getLong("toast_bytes"), row.getLong("index_bytes"));
  }
}
