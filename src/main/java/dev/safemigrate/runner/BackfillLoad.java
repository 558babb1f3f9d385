package dev.safemigrate.runner;

import dev.safemigrate.runner.BackfillSettings.Limits;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/**
 * What else a server is busy with.
 *
 * @param replicationLag how far the slowest replica is behind, where that can be seen
 * @param oldestTransaction the age of the oldest transaction but ours
 * @param oldestSession whose transaction that is
 * @param activeSessions how many other sessions are at work
 */
record BackfillLoad(
    Optional<Duration> replicationLag,
    Optional<Duration> oldestTransaction,
    String oldestSession,
    int activeSessions) {

  /**
   * Snapshots of other databases keep no row version of this one (the manual, "Routine Vacuuming").
   * Who has not the rights of pg_read_all_stats sees no lag and no times of others.
   */
  private static final String LOAD =
      """
      SELECT
        (SELECT extract(epoch FROM max(replay_lag)) FROM pg_catalog.pg_stat_replication
          WHERE state = 'streaming') AS lag,
        (SELECT count(*) FROM pg_catalog.pg_stat_activity
          WHERE state = 'active' AND backend_type = 'client backend'
            AND application_name NOT LIKE '%1$s%%'
            AND pid <> pg_catalog.pg_backend_pid()) AS active,
        oldest.age, oldest.session
      FROM (VALUES (1)) AS one (row)
      LEFT JOIN LATERAL (
        SELECT extract(epoch FROM clock_timestamp() - began) AS age, session
        FROM (
          SELECT xact_start AS began, 'pid ' || pid || ', user ' || coalesce(usename, '')
            || ', application ' || coalesce(application_name, '') AS session
          FROM pg_catalog.pg_stat_activity
          WHERE datname = pg_catalog.current_database() AND backend_type = 'client backend'
            AND application_name NOT LIKE '%1$s%%'
            AND (backend_xid IS NOT NULL OR backend_xmin IS NOT NULL)
          UNION ALL
          SELECT prepared, 'the prepared transaction ' || gid
          FROM pg_catalog.pg_prepared_xacts WHERE database = pg_catalog.current_database()
        ) AS transactions
        WHERE began IS NOT NULL ORDER BY began LIMIT 1
      ) AS oldest ON true
      """
          .formatted(Sessions.APPLICATION_NAME);

  /** Asks the server. */
  static BackfillLoad read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(LOAD)) {
      row.next();
      return new BackfillLoad(
          seconds(row, "lag"),
          seconds(row, "age"),
          Optional.ofNullable(row.getString("session")).orElse(""),
          row.getInt("active"));
    }
  }

  private static Optional<Duration> seconds(ResultSet row, String column) throws SQLException {
    double seconds = row.getDouble(column);
    return row.wasNull()
        ? Optional.empty()
        : Optional.of(Duration.ofMillis((long) (seconds * 1000)));
  }

  /** What is beyond its limit, in words. */
  Optional<String> tooMuch(Limits limits) {
    if (exceeds(replicationLag, limits.replicationLag())) {
      return Optional.of(
          "a replica is %d s behind (at most %d s)"
              .formatted(
                  replicationLag.orElseThrow().toSeconds(), limits.replicationLag().toSeconds()));
    }
    if (exceeds(oldestTransaction, limits.transactionAge())) {
      return Optional.of(
          "a transaction has been open for %d s (at most %d s): %s"
              .formatted(
                  oldestTransaction.orElseThrow().toSeconds(),
                  limits.transactionAge().toSeconds(),
                  oldestSession));
    }
    if (limits.activeSessions() > 0 && activeSessions > limits.activeSessions()) {
      return Optional.of(
          "%d other sessions are active (at most %d)"
              .formatted(activeSessions, limits.activeSessions()));
    }
    return Optional.empty();
  }

  private static boolean exceeds(Optional<Duration> found, Duration limit) {
    return !limit.isZero() && found.filter(time -> time.compareTo(limit) > 0).isPresent();
  }
}
