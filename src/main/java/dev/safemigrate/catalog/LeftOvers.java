package dev.safemigrate.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What earlier work has left unfinished in the database.
 *
 * @param invalidIndexes that nobody is building now
 * @param unvalidatedConstraints each {@code table: constraint}
 * @param pendingDetaches partitions whose detaching was interrupted, each {@code parent: partition}
 */
public record LeftOvers(
    List<String> invalidIndexes,
    List<String> unvalidatedConstraints,
    List<String> pendingDetaches) {

  private static final String INVALID =
      """
      SELECT i.indexrelid::regclass::text FROM pg_catalog.pg_index i
      WHERE NOT i.indisvalid
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p
          WHERE p.index_relid = i.indexrelid)
        -- The index of a partitioned table is invalid until every partition has its own.
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_class c
          WHERE c.oid = i.indexrelid AND c.relkind = 'I')
      ORDER BY 1
      """;

  private static final String UNVALIDATED =
      """
      SELECT c.conrelid::regclass || ': ' || pg_catalog.quote_ident(c.conname)
      FROM pg_catalog.pg_constraint c
      WHERE NOT c.convalidated AND c.conrelid <> 0 AND c.contype IN ('c', 'f', 'n')
        AND NOT (to_jsonb(c) @> '{"conenforced": false}')
      ORDER BY 1
      """;

  private static final String DETACHES =
      """
      SELECT inhparent::regclass || ': ' || inhrelid::regclass FROM pg_catalog.pg_inherits i
      WHERE to_jsonb(i) @> '{"inhdetachpending": true}'
      ORDER BY 1
      """;

  public LeftOvers {
    invalidIndexes = List.copyOf(invalidIndexes);
    unvalidatedConstraints = List.copyOf(unvalidatedConstraints);
    pendingDetaches = List.copyOf(pendingDetaches);
  }

  /** Asks the catalog; columns that younger versions have are read where they are. */
  public static LeftOvers read(Connection connection) throws SQLException {
    return new LeftOvers(
        column(connection, INVALID), column(connection, UNVALIDATED), column(connection, DETACHES));
  }

  private static List<String> column(Connection connection, String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        values.add(row.getString(1));
      }
    }
    return values;
  }
}
