package dev.safemigrate.runner;

import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.parser.BatchedStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The table whose rows a backfill walks, as the database has it.
 *
 * @param name with its schema, for messages
 * @param oid of the table
 * @param key how it is walked
 * @param estimate how many rows it has, as the server's statistics say; 0 when not known
 */
record BackfillTable(String name, long oid, BackfillKey key, long estimate) {

  private static final String RELATION =
      """
      SELECT c.oid::bigint, n.nspname, c.relname, c.relkind,
        EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhparent = c.oid),
        CASE WHEN c.relkind = 'p'
          THEN (SELECT sum(greatest(l.reltuples, 0)) FROM pg_catalog.pg_partition_tree(c.oid) t
            JOIN pg_catalog.pg_class l ON l.oid = t.relid WHERE t.isleaf)
          ELSE greatest(c.reltuples, 0) * greatest(1, pg_catalog.pg_relation_size(c.oid)
            / current_setting('block_size')::bigint) / greatest(c.relpages, 1)
        END::bigint,
        CASE WHEN c.reltuples > 0 AND c.relpages > 0
          THEN greatest(1, c.reltuples / c.relpages) ELSE 100 END
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.oid = pg_catalog.to_regclass(?) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      """;

  /**
   * Keys that an index keeps in the order in which ORDER BY sorts: valid, unique, of plain columns
   * that cannot be null, all of them in the type's own order and the column's own collation. The
   * primary key comes first, then the one of the fewest columns.
   */
  private static final String KEYS =
      """
      SELECT i.indexrelid::bigint, a.attname,
        t.typname, tn.nspname, coalesce(b.typname, t.typname) IN
          ('timestamptz', 'timestamp', 'date', 'time', 'timetz'),
        le.nspname, le.oprname, gt.nspname, gt.oprname
      FROM pg_catalog.pg_index i
      JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
      JOIN pg_catalog.pg_am am ON am.oid = ic.relam AND am.amname = 'btree'
      CROSS JOIN LATERAL pg_catalog.generate_series(0, i.indnkeyatts - 1) AS k (i)
      JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.i]
      JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
      JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace
      LEFT JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
      JOIN pg_catalog.pg_opclass oc ON oc.oid = i.indclass[k.i]
      CROSS JOIN LATERAL (
        SELECT n.nspname, o.oprname FROM pg_catalog.pg_amop m
        JOIN pg_catalog.pg_operator o ON o.oid = m.amopopr
        JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
        WHERE m.amopfamily = oc.opcfamily AND m.amopstrategy = 2
          AND m.amoplefttype = oc.opcintype AND m.amoprighttype = oc.opcintype) AS le
      CROSS JOIN LATERAL (
        SELECT n.nspname, o.oprname FROM pg_catalog.pg_amop m
        JOIN pg_catalog.pg_operator o ON o.oid = m.amopopr
        JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
        WHERE m.amopfamily = oc.opcfamily AND m.amopstrategy = 5
          AND m.amoplefttype = oc.opcintype AND m.amoprighttype = oc.opcintype) AS gt
      WHERE i.indrelid = ?::oid AND i.indisunique AND i.indisvalid AND i.indisready
        AND i.indpred IS NULL AND i.indexprs IS NULL
        AND NOT EXISTS (
          SELECT FROM pg_catalog.generate_series(0, i.indnkeyatts - 1) AS j (i)
          JOIN pg_catalog.pg_opclass o ON o.oid = i.indclass[j.i]
          JOIN pg_catalog.pg_attribute c ON c.attrelid = i.indrelid AND c.attnum = i.indkey[j.i]
          WHERE NOT o.opcdefault OR i.indoption[j.i] <> 0 OR NOT c.attnotnull
            OR i.indcollation[j.i] <> c.attcollation)
      ORDER BY i.indisprimary DESC, i.indnkeyatts, i.indexrelid, k.i
      """;

  /**
   * Looks the table up.
   *
   * @param wanted the columns to walk by; empty for the primary key
   * @throws RunException when it cannot be walked, with the reason
   */
  static BackfillTable read(Connection connection, BatchedStatement statement, List<String> wanted)
      throws SQLException, RunException {
    try (PreparedStatement query = connection.prepareStatement(RELATION)) {
      query.setString(1, Identifiers.quote(statement.walked()));
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          throw refused("there is no table " + statement.walked());
        }
        String name = row.getString(2) + "." + row.getString(3);
        boolean partitioned = row.getString(4).equals("p");
        boolean plain = row.getString(4).equals("r");
        if (!partitioned && !plain) {
          throw refused(name + " is not a table of this database");
        }
        if (plain && row.getBoolean(5) && !statement.only()) {
          throw refused(
              name
                  + " has children, which its key does not cover: write ONLY, and a statement for"
                  + " each child");
        }
        String quoted =
            Identifiers.quote(row.getString(2)) + "." + Identifiers.quote(row.getString(3));
        long oid = row.getLong(1);
        String source = (plain ? "ONLY " : "") + quoted;
        Optional<ColumnKey> columns = columnKey(connection, oid, source, wanted);
        if (columns.isEmpty() && !wanted.isEmpty()) {
          throw refused(
              "%s has no valid unique index on exactly (%s), all NOT NULL and in plain order"
                  .formatted(name, String.join(", ", wanted)));
        }
        if (columns.isEmpty() && partitioned) {
          throw refused(
              name
                  + " is partitioned and has no key to walk by: write a statement for each"
                  + " partition");
        }
        BackfillKey key =
            columns.isPresent()
                ? columns.get()
                : new BlockKey(source, Identifiers.string(quoted), row.getDouble(7));
        return new BackfillTable(name, oid, key, row.getLong(6));
      }
    }
  }

  private static Optional<ColumnKey> columnKey(
      Connection connection, long oid, String source, List<String> wanted) throws SQLException {
    Map<Long, List<KeyColumn>> indexes = new LinkedHashMap<>();
    try (PreparedStatement query = connection.prepareStatement(KEYS)) {
      query.setLong(1, oid);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          indexes.computeIfAbsent(row.getLong(1), index -> new ArrayList<>()).add(column(row));
        }
      }
    }
    return indexes.values().stream()
        .filter(key -> wanted.isEmpty() || names(key).equals(wanted))
        .filter(BackfillTable::comparedAsOne)
        .findFirst()
        .map(
            key ->
                new ColumnKey(
                    source,
                    key.stream().map(KeyColumn::column).toList(),
                    key.get(0).less(),
                    key.get(0).greater()));
  }

  /** A column with the operators of its index. */
  private record KeyColumn(ColumnKey.Column column, String less, String greater) {}

  private static KeyColumn column(ResultSet row) throws SQLException {
    String type = Identifiers.quote(row.getString(4)) + "." + Identifiers.quote(row.getString(3));
    return new KeyColumn(
        new ColumnKey.Column(row.getString(2), type, row.getBoolean(5)),
        operator(row.getString(6), row.getString(7)),
        operator(row.getString(8), row.getString(9)));
  }

  private static String operator(String schema, String name) {
    return "OPERATOR(%s.%s)".formatted(Identifiers.quote(schema), name);
  }

  /** Rows are compared by one operator's name for all columns. */
  private static boolean comparedAsOne(List<KeyColumn> key) {
    return key.stream()
        .allMatch(
            column ->
                column.less().equals(key.get(0).less())
                    && column.greater().equals(key.get(0).greater()));
  }

  private static List<String> names(List<KeyColumn> key) {
    return key.stream().map(part -> part.column().name()).toList();
  }

  private static RunException refused(String reason) {
    return new RunException(RunException.Kind.REFUSED, reason);
  }
}
