package dev.safemigrate.catalog;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What else goes on in the database: whom a migration would have to wait for. */
public final class Activity {

  private static final String OLD_TRANSACTIONS =
      """
      SELECT a.pid, a.usename, a.application_name, a.state,
        extract(epoch FROM clock_timestamp() - a.xact_start)::bigint AS age,
        array(SELECT l.relation::regclass::text FROM pg_catalog.pg_locks l
          WHERE l.pid = a.pid AND l.relation = ANY (?) ORDER BY 1) AS holds
      FROM pg_catalog.pg_stat_activity a
      WHERE a.datname = pg_catalog.current_database() AND a.pid <> pg_catalog.pg_backend_pid()
        AND a.backend_type = 'client backend'
        AND a.xact_start < clock_timestamp() - make_interval(secs => ?)
      ORDER BY a.xact_start
      """;

  /** A prepared transaction has no process; its locks are those of whoever has its number. */
  private static final String PREPARED_TRANSACTIONS =
      """
      SELECT p.gid, p.owner, extract(epoch FROM clock_timestamp() - p.prepared)::bigint AS age,
        array(SELECT l.relation::regclass::text FROM pg_catalog.pg_locks l
          JOIN pg_catalog.pg_locks own ON own.virtualtransaction = l.virtualtransaction
          WHERE l.pid IS NULL AND l.relation = ANY (?) AND own.pid IS NULL
            AND own.locktype = 'transactionid' AND own.transactionid = p.transaction
          ORDER BY 1) AS holds
      FROM pg_catalog.pg_prepared_xacts p
      WHERE p.database = pg_catalog.current_database()
      ORDER BY p.prepared
      """;

  private static final String WRAPAROUND_VACUUMS =
      """
      SELECT v.pid, v.relid::regclass::text AS relation, v.phase, v.heap_blks_scanned,
        v.heap_blks_total
      FROM pg_catalog.pg_stat_progress_vacuum v
      JOIN pg_catalog.pg_stat_activity a ON a.pid = v.pid
      WHERE v.datname = pg_catalog.current_database() AND v.relid = ANY (?)
        AND a.query LIKE 'autovacuum:%(to prevent wraparound)%'
      ORDER BY v.relid
      """;

  private static final String REPLICAS =
      """
      SELECT application_name, client_addr::text,
        extract(epoch FROM replay_lag)::bigint AS seconds,
        pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), replay_lsn)::bigint AS bytes
      FROM pg_catalog.pg_stat_replication
      WHERE state IN ('streaming', 'catchup')
      ORDER BY 1, 2
      """;

  private Activity() {}

  /**
   * A session that has been in a transaction for long.
   *
   * @param holds those of the wanted relations that it has locked
   */
  public record OldTransaction(
      int pid, String user, String application, String state, Duration age, List<String> holds) {

    public OldTransaction {
      holds = List.copyOf(holds);
    }
  }

  /**
   * A transaction of PREPARE TRANSACTION that nobody has ended.
   *
   * @param holds those of the wanted relations that it has locked
   */
  public record PreparedTransaction(String name, String owner, Duration age, List<String> holds) {

    public PreparedTransaction {
      holds = List.copyOf(holds);
    }
  }

  /** An autovacuum that does not give way. */
  public record WraparoundVacuum(
      int pid, String relation, String phase, long scannedBlocks, long totalBlocks) {}

  /**
   * A replica as the primary sees it.
   *
   * @param lag empty while nothing is written
   * @param lagBytes of write-ahead log that it has not replayed; empty where it tells nothing
   */
  public record Replica(String name, Optional<Duration> lag, Optional<Long> lagBytes) {}

  /** Transactions of this database that are older than that, the oldest first. */
  public static List<OldTransaction> oldTransactions(
      Connection connection, Duration age, Collection<Long> relations) throws SQLException {
    List<OldTransaction> found = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(OLD_TRANSACTIONS)) {
      query.setArray(1, ids(connection, relations));
      query.setDouble(2, age.toMillis() / 1000.0);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.add(
              new OldTransaction(
                  row.getInt("pid"),
                  text(row, "usename"),
                  text(row, "application_name"),
                  text(row, "state"),
                  Duration.ofSeconds(row.getLong("age")),
                  texts(row, "holds")));
        }
      }
    }
    return found;
  }

  /** Prepared transactions of this database. */
  public static List<PreparedTransaction> preparedTransactions(
      Connection connection, Collection<Long> relations) throws SQLException {
    List<PreparedTransaction> found = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(PREPARED_TRANSACTIONS)) {
      query.setArray(1, ids(connection, relations));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.add(
              new PreparedTransaction(
                  row.getString("gid"),
                  text(row, "owner"),
                  Duration.ofSeconds(row.getLong("age")),
                  texts(row, "holds")));
        }
      }
    }
    return found;
  }

  /** Those on the given relations, as far as this user may see them. */
  public static List<WraparoundVacuum> wraparoundVacuums(
      Connection connection, Collection<Long> relations) throws SQLException {
    List<WraparoundVacuum> found = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(WRAPAROUND_VACUUMS)) {
      query.setArray(1, ids(connection, relations));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.add(
              new WraparoundVacuum(
                  row.getInt("pid"),
                  row.getString("relation"),
                  text(row, "phase"),
                  row.getLong("heap_blks_scanned"),
                  row.getLong("heap_blks_total")));
        }
      }
    }
    return found;
  }

  /** The replicas that are connected, as far as this user may see them. */
  public static List<Replica> replicas(Connection connection) throws SQLException {
    List<Replica> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(REPLICAS)) {
      while (row.next()) {
        found.add(
            new Replica(
                text(row, "application_name"),
                number(row, "seconds").map(Duration::ofSeconds),
                number(row, "bytes")));
      }
    }
    return found;
  }

  /** Whether this user sees what the sessions of others do (the role pg_read_all_stats). */
  public static boolean seesOthers(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE')")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private static Array ids(Connection connection, Collection<Long> relations) throws SQLException {
    return connection.createArrayOf("oid", relations.toArray());
  }

  private static String text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column)).orElse("");
  }

  private static Optional<Long> number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(value);
  }

  private static List<String> texts(ResultSet row, String column) throws SQLException {
    return List.of((String[]) row.getArray(column).getArray());
  }
}
