package dev.safemigrate.runner;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Backends that a killed run has left working: the server notices that a client is gone only when
 * it next talks to it, so a long statement goes on to its end.
 *
 * <p>The caller holds the runner lock, hence every other session of the worker's name is such a
 * one.
 */
final class Orphans {

  private static final long PAUSE_MILLIS = 200;
  private static final long GRACE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long WORD_EVERY_NANOS = Duration.ofSeconds(10).toNanos();

  private Orphans() {}

  /**
   * Waits until they have ended.
   *
   * @param session any session but a worker's
   * @param workerName what workers on this history are called
   * @throws RunException when one goes on for longer than the patience
   */
  static void await(Connection session, String workerName, Duration patience, RunListener listener)
      throws SQLException, RunException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    // The worker of a runner that has just ended may still be on its way out.
    long nextWord = System.nanoTime() + GRACE_NANOS;
    Optional<String> orphan = find(session, workerName);
    while (orphan.isPresent()) {
      long now = System.nanoTime();
      if (now > deadline) {
        throw new RunException(
            RunException.Kind.REFUSED,
            ("A run that was killed is still at work in the server (%s). Nothing was changed by"
                    + " this run. Run again when it has ended.")
                .formatted(orphan.get()));
      }
      if (now >= nextWord) {
        listener.waitingForOrphan(orphan.get());
        nextWord = now + WORD_EVERY_NANOS;
      }
      Thread.sleep(PAUSE_MILLIS);
      orphan = find(session, workerName);
    }
  }

  private static Optional<String> find(Connection session, String workerName) throws SQLException {
    String sql =
        """
        SELECT a.pid, a.state, date_trunc('second', clock_timestamp() - a.query_start)::text,
          p.phase, p.blocks_done, p.blocks_total
        FROM pg_catalog.pg_stat_activity a
        LEFT JOIN pg_catalog.pg_stat_progress_create_index p ON p.pid = a.pid
        WHERE a.application_name = ? AND a.datname = pg_catalog.current_database()
          AND a.pid <> pg_catalog.pg_backend_pid()
        """;
    try (PreparedStatement query = session.prepareStatement(sql)) {
      query.setString(1, workerName);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        String phase = row.getString(4);
        String progress =
            phase == null
                ? ""
                : ", %s, %d of %d blocks".formatted(phase, row.getLong(5), row.getLong(6));
        return Optional.of(
            "pid %d, %s for %s%s"
                .formatted(row.getInt(1), row.getString(2), row.getString(3), progress));
      }
    }
  }
}
