package dev.safemigrate.rehearsal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * How often the current session's transaction has read tables from end to end (the manual, "The
 * Cumulative Statistics System", pg_stat_xact_user_tables).
 *
 * @param counts by the table's oid
 * @param changes rows inserted, updated and deleted, in all tables
 */
record ScanCounters(Map<Long, Count> counts, long changes) {

  /** Knows of no scan. */
  static final ScanCounters NONE = new ScanCounters(Map.of(), 0);

  ScanCounters {
    counts = Map.copyOf(counts);
  }

  /** Scans of one table, and the rows that they returned. */
  record Count(long scans, long rows) {

    private static final Count ZERO = new Count(0, 0);
  }

  static ScanCounters read(Connection connection) throws SQLException {
    Map<Long, Count> counts = new HashMap<>();
    long changes = 0;
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT relid, seq_scan, seq_tup_read, n_tup_ins + n_tup_upd + n_tup_del"
                    + " FROM pg_catalog.pg_stat_xact_user_tables")) {
      while (rows.next()) {
        counts.put(rows.getLong(1), new Count(rows.getLong(2), rows.getLong(3)));
        changes += rows.getLong(4);
      }
    }
    return new ScanCounters(counts, changes);
  }

  /** The tables that were read since, with the rows that were found. */
  Map<Long, Long> rowsReadSince(ScanCounters before) {
    Map<Long, Long> read = new HashMap<>();
    counts.forEach(
        (oid, now) -> {
          Count then = before.counts().getOrDefault(oid, Count.ZERO);
          if (now.scans() > then.scans()) {
            read.put(oid, now.rows() - then.rows());
          }
        });
    return read;
  }
}
