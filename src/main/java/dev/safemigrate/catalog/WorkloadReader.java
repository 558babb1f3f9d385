package dev.safemigrate.catalog;

import dev.safemigrate.ast.Identifiers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads what the server has counted; locks no relation and changes nothing. */
public final class WorkloadReader {

  /** The most expensive ones; a release that slows down others is rare, and they cost room. */
  private static final int STATEMENTS = 1000;

  private static final int SECONDS = 10;

  private static final String UNDEFINED_COLUMN = "42703";

  private static final String EXTENSION =
      """
      SELECT n.nspname, EXISTS (SELECT FROM pg_catalog.pg_class v
        WHERE v.relnamespace = n.oid AND v.relname = 'pg_stat_statements_info')
      FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
      WHERE e.extname = 'pg_stat_statements'
      """;

  private static final String TIMES =
      """
      SELECT md5(query), sum(calls)::bigint, sum(total_exec_time)
      FROM %s.pg_stat_statements
      WHERE dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
        AND queryid IS NOT NULL AND calls > 0
      GROUP BY 1 ORDER BY 3 DESC LIMIT %d
      """;

  /** Without the rights of pg_read_all_stats neither text nor identifier of others is shown. */
  private static final String HIDDEN =
      """
      SELECT count(*) FROM %s.pg_stat_statements
      WHERE queryid IS NULL
        AND dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
      """;

  private static final String TABLES =
      """
      SELECT relid::bigint, seq_scan, seq_tup_read, coalesce(idx_scan, 0),
        pg_catalog.format('%I.%I', schemaname, relname)
      FROM pg_catalog.pg_stat_user_tables
      """;

  private static final String INDEXES =
      """
      SELECT s.indexrelid::bigint, s.idx_scan,
        pg_catalog.format('%I.%I', s.schemaname, s.indexrelname), s.relid::bigint,
        c.relpages::bigint * current_setting('block_size')::bigint,
        i.indisunique OR i.indisexclusion OR i.indisreplident
      FROM pg_catalog.pg_stat_user_indexes s
      JOIN pg_catalog.pg_index i ON i.indexrelid = s.indexrelid
      JOIN pg_catalog.pg_class c ON c.oid = s.indexrelid
      """;

  private final Connection connection;

  private WorkloadReader(Connection connection) {
    this.connection = connection;
  }

  /**
   * Reads the counters.
   *
   * @param connection in autocommit mode: within a transaction the server shows old ones
   */
  public static Workload read(Connection connection) throws SQLException {
    WorkloadReader reader = new WorkloadReader(connection);
    reader.flush();
    Instant readAt = reader.instant("SELECT clock_timestamp()").orElseThrow();
    Optional<Instant> reset =
        reader.instant(
            "SELECT stats_reset FROM pg_catalog.pg_stat_database"
                + " WHERE datname = current_database()");
    SortedMap<Long, Workload.TableScans> tables = new TreeMap<>();
    SortedMap<Long, Long> indexes = new TreeMap<>();
    reader.rows(
        TABLES,
        row ->
            tables.put(
                row.getLong(1),
                new Workload.TableScans(row.getLong(2), row.getLong(3), row.getLong(4))));
    reader.rows(INDEXES, row -> indexes.put(row.getLong(1), row.getLong(2)));
    return new Workload(readAt, reset, reader.statements(), tables, indexes);
  }

  /** Reads the names that the counters belong to. */
  public static Workload.Names names(Connection connection) throws SQLException {
    WorkloadReader reader = new WorkloadReader(connection);
    Map<Long, String> tables = new HashMap<>();
    List<Workload.IndexName> indexes = new ArrayList<>();
    reader.rows(TABLES, row -> tables.put(row.getLong(1), row.getString(5)));
    reader.rows(
        INDEXES,
        row -> {
          if (!row.getBoolean(6)) {
            indexes.add(
                new Workload.IndexName(
                    row.getLong(1), row.getString(3), row.getLong(4), row.getLong(5)));
          }
        });
    return new Workload.Names(tables, indexes);
  }

  /**
   * The texts of statements, normalised as pg_stat_statements does: constants are left out of
   * queries, but not of every utility statement.
   *
   * @param hashes of the wanted ones
   * @return by hash, as far as they are still known
   */
  public static Map<String, String> texts(Connection connection, Collection<String> hashes)
      throws SQLException {
    WorkloadReader reader = new WorkloadReader(connection);
    Map<String, String> texts = new TreeMap<>();
    Optional<Extension> extension = reader.extension();
    if (extension.isEmpty() || hashes.isEmpty()) {
      return texts;
    }
    String sql =
        "SELECT md5(query), min(query) FROM %s.pg_stat_statements WHERE md5(query) = ANY (?) GROUP BY 1"
            .formatted(extension.get().schema());
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setArray(1, connection.createArrayOf("text", hashes.toArray()));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          texts.put(rows.getString(1), rows.getString(2));
        }
      }
    }
    return texts;
  }

  private record Extension(String schema, boolean hasInfo) {}

  private Optional<Extension> extension() throws SQLException {
    List<Extension> found = new ArrayList<>();
    rows(
        EXTENSION,
        row -> found.add(new Extension(Identifiers.quote(row.getString(1)), row.getBoolean(2))));
    return found.stream().findFirst();
  }

  private Workload.Statements statements() throws SQLException {
    Optional<Extension> extension = extension();
    if (extension.isEmpty()) {
      return Workload.Statements.missing(
          "the extension pg_stat_statements is not created in this database");
    }
    try {
      return statements(extension.get());
    } catch (SQLException e) {
      if (connection.isClosed()) {
        throw e;
      }
      return Workload.Statements.missing(
          UNDEFINED_COLUMN.equals(e.getSQLState())
              ? "the extension pg_stat_statements is of an old version (ALTER EXTENSION"
                  + " pg_stat_statements UPDATE)"
              : String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private Workload.Statements statements(Extension extension) throws SQLException {
    String schema = extension.schema();
    Map<String, Workload.Calls> times = new HashMap<>();
    rows(
        TIMES.formatted(schema, STATEMENTS),
        row -> times.put(row.getString(1), new Workload.Calls(row.getLong(2), row.getDouble(3))));
    long[] counts = new long[2];
    rows(HIDDEN.formatted(schema), row -> counts[0] = row.getLong(1));
    Optional<Instant> reset = Optional.empty();
    if (extension.hasInfo()) {
      String info = " FROM %s.pg_stat_statements_info".formatted(schema);
      reset = instant("SELECT stats_reset" + info);
      rows("SELECT dealloc" + info, row -> counts[1] = row.getLong(1));
    }
    return new Workload.Statements(Optional.empty(), reset, counts[1], counts[0], times);
  }

  /**
   * What this session itself has read is reported with a delay, unless it is asked for (PostgreSQL
   * 15 manual, section 28.2.2 "Viewing Statistics").
   */
  private void flush() throws SQLException {
    if (connection.getMetaData().getDatabaseMajorVersion() >= 15) {
      rows("SELECT pg_catalog.pg_stat_force_next_flush()", row -> {});
    }
  }

  private Optional<Instant> instant(String sql) throws SQLException {
    List<Instant> found = new ArrayList<>();
    rows(
        sql,
        row -> {
          Timestamp time = row.getTimestamp(1);
          if (time != null) {
            found.add(time.toInstant());
          }
        });
    return found.stream().findFirst();
  }

  private interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  private void rows(String sql, RowReader reader) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(SECONDS);
      try (ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          reader.read(rows);
        }
      }
    }
  }
}
