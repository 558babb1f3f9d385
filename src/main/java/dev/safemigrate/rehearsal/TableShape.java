package dev.safemigrate.rehearsal;

import dev.safemigrate.schema.RelationName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a row of a table must look like.
 *
 * @param columns in their order, generated ones left out
 * @param keys columns of primary keys, unique constraints and unique indexes
 * @param foreignKeys to other tables or the same
 * @param checks of the table and of its columns' domains
 * @param bounds what the bounds of its partitions say, as SQL
 */
record TableShape(
    RelationName name,
    List<Column> columns,
    Set<String> keys,
    List<ForeignKey> foreignKeys,
    List<Check> checks,
    List<String> bounds) {

  private static final String COLUMNS =
      """
      SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), b.typname, b.typtype,
             b.typmod, a.attnotnull OR t.typnotnull, a.attidentity = 'a', a.atthasdef,
             (SELECT pg_catalog.array_agg(e.enumlabel::text ORDER BY e.enumsortorder)
                FROM pg_catalog.pg_enum e WHERE e.enumtypid = b.oid), b.typcategory
        FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
        CROSS JOIN LATERAL (
             WITH RECURSIVE base(oid, typmod) AS (
               SELECT a.atttypid, a.atttypmod
               UNION ALL
               SELECT d.typbasetype, d.typtypmod FROM base
                 JOIN pg_catalog.pg_type d ON d.oid = base.oid AND d.typtype = 'd')
             SELECT p.oid, p.typname, p.typtype, p.typcategory, base.typmod
               FROM base JOIN pg_catalog.pg_type p ON p.oid = base.oid
              WHERE p.typtype <> 'd') b
       WHERE a.attrelid = ?::pg_catalog.regclass AND a.attnum > 0 AND NOT a.attisdropped
         AND a.attgenerated = ''
       ORDER BY a.attnum
      """;

  private static final String KEYS =
      """
      SELECT DISTINCT a.attname
        FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_attribute a
          ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
       WHERE i.indrelid = ?::pg_catalog.regclass AND (i.indisunique OR i.indisexclusion)
      """;

  private static final String FOREIGN_KEYS =
      """
      SELECT n.nspname, r.relname,
             (SELECT pg_catalog.array_agg(a.attname::text ORDER BY k.n)
                FROM pg_catalog.unnest(c.conkey) WITH ORDINALITY k(attnum, n)
                JOIN pg_catalog.pg_attribute a
                  ON a.attrelid = c.conrelid AND a.attnum = k.attnum),
             (SELECT pg_catalog.array_agg(a.attname::text ORDER BY k.n)
                FROM pg_catalog.unnest(c.confkey) WITH ORDINALITY k(attnum, n)
                JOIN pg_catalog.pg_attribute a
                  ON a.attrelid = c.confrelid AND a.attnum = k.attnum)
        FROM pg_catalog.pg_constraint c
        JOIN pg_catalog.pg_class r ON r.oid = c.confrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace
       WHERE c.contype = 'f' AND c.conrelid = ?::pg_catalog.regclass
       ORDER BY c.conname
      """;

  private static final String CHECKS =
      """
      SELECT c.conname, pg_catalog.pg_get_constraintdef(c.oid),
             (SELECT pg_catalog.array_agg(a.attname::text ORDER BY a.attnum)
                FROM pg_catalog.pg_attribute a
               WHERE a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
                 AND (c.conrelid = r.oid AND a.attnum = ANY (c.conkey)
                      OR c.contypid <> 0 AND a.atttypid = c.contypid))
        FROM pg_catalog.pg_class r
        JOIN pg_catalog.pg_constraint c
          ON c.conrelid = r.oid
          OR c.contypid IN (SELECT a.atttypid FROM pg_catalog.pg_attribute a
                             WHERE a.attrelid = r.oid AND a.attnum > 0)
       WHERE c.contype = 'c' AND r.oid = ?::pg_catalog.regclass
      """;

  private static final String BOUNDS =
      """
      SELECT pg_catalog.pg_get_expr(c.relpartbound, c.oid)
        FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
       WHERE i.inhparent = ?::pg_catalog.regclass AND c.relispartition
       ORDER BY c.relname
      """;

  TableShape {
    columns = List.copyOf(columns);
    keys = Set.copyOf(keys);
    foreignKeys = List.copyOf(foreignKeys);
    checks = List.copyOf(checks);
    bounds = List.copyOf(bounds);
  }

  /**
   * A column that values are given for.
   *
   * @param type as SQL has it
   * @param base the name of the type below all domains
   * @param kind pg_type.typtype of the base
   * @param category pg_type.typcategory of the base
   * @param modifier pg_attribute.atttypmod, or that of the domain; -1 for none
   * @param always whether it is GENERATED ALWAYS AS IDENTITY
   */
  record Column(
      String name,
      String type,
      String base,
      String kind,
      String category,
      int modifier,
      boolean notNull,
      boolean always,
      boolean hasDefault,
      List<String> labels) {}

  /** Columns here, and those that they refer to. */
  record ForeignKey(RelationName table, List<String> columns, List<String> referenced) {}

  /** A condition, and the columns that can make it true. */
  record Check(String name, String definition, List<String> columns) {}

  static TableShape read(Connection connection, RelationName table) throws SQLException {
    List<Column> columns = new ArrayList<>();
    query(
        connection,
        COLUMNS,
        table,
        row ->
            columns.add(
                new Column(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(10),
                    row.getInt(5),
                    row.getBoolean(6),
                    row.getBoolean(7),
                    row.getBoolean(8),
                    strings(row, 9))));
    Set<String> keys = new HashSet<>();
    query(connection, KEYS, table, row -> keys.add(row.getString(1)));
    List<ForeignKey> foreignKeys = new ArrayList<>();
    query(
        connection,
        FOREIGN_KEYS,
        table,
        row ->
            foreignKeys.add(
                new ForeignKey(
                    new RelationName(row.getString(1), row.getString(2)),
                    strings(row, 3),
                    strings(row, 4))));
    List<Check> checks = new ArrayList<>();
    query(
        connection,
        CHECKS,
        table,
        row -> checks.add(new Check(row.getString(1), row.getString(2), strings(row, 3))));
    List<String> bounds = new ArrayList<>();
    query(connection, BOUNDS, table, row -> bounds.add(row.getString(1)));
    return new TableShape(table, columns, keys, foreignKeys, checks, bounds);
  }

  Optional<Column> column(String wanted) {
    return columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
  }

  /** Takes a row. */
  @FunctionalInterface
  private interface Take {
    void row(ResultSet row) throws SQLException;
  }

  private static void query(Connection connection, String sql, RelationName table, Take take)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, ScratchDatabase.sql(table));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          take.row(rows);
        }
      }
    }
  }

  private static List<String> strings(ResultSet row, int column) throws SQLException {
    Array array = row.getArray(column);
    return array == null ? List.of() : Arrays.asList((String[]) array.getArray());
  }
}
