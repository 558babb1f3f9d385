package dev.safemigrate.runner;

import dev.safemigrate.history.HistoryTable;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

/**
 * Lets one runner work on a history at a time: a session-level advisory lock on a session of its
 * own.
 *
 * <p>It is polled, never waited for: a session that waits in the server holds a snapshot, and
 * CREATE INDEX CONCURRENTLY waits for snapshots (the manual, "Building Indexes Concurrently"), so
 * that a blocking waiter and the holder would wait for each other.
 */
final class RunnerLock implements AutoCloseable {

  /** First half of the key, "MIGR": readable in pg_locks. */
  private static final int PRODUCT = 0x4d494752;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /** More often than proxies and firewalls end idle connections. */
  private static final long SIGN_OF_LIFE_SECONDS = 30;

  private final Connection session;
  private final int key;
  private final ScheduledExecutorService life;
  private int backend;

  private RunnerLock(Connection session, int key) {
    this.session = session;
    this.key = key;
    this.life =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread daemon = new Thread(task, "migrate runner lock");
              daemon.setDaemon(true);
              return daemon;
            });
  }

  /**
   * Takes the lock.
   *
   * @param sessions where to get the lock's own session from
   * @param foreign locks of other tools to take as well
   * @param patience how long to wait for another runner
   * @param listener hears who holds it, once and then every ten seconds
   * @throws RunException when another runner still holds it after that
   */
  static RunnerLock acquire(
      Sessions sessions,
      HistoryTable table,
      Set<ForeignLock> foreign,
      Duration patience,
      RunListener listener)
      throws RunException, SQLException, InterruptedException {
    RunnerLock lock = new RunnerLock(sessions.open("lock"), keyOf(table));
    boolean held = false;
    try {
      Pooler.refuse(sessions, lock.session);
      SessionState.mayIdle(lock.session);
      held = lock.poll(lock::tryLock, lock::holder, patience, listener);
      if (!held) {
        throw new RunException(
            RunException.Kind.REFUSED,
            "Another runner works on %s for longer than %d s: %s. Nothing was changed."
                .formatted(table, patience.toSeconds(), lock.holder().orElse("it has just ended")));
      }
      held = false;
      lock.takeForeign(foreign, patience, listener);
      lock.backend = SessionState.backend(lock.session);
      lock.life.scheduleWithFixedDelay(
          lock::held, SIGN_OF_LIFE_SECONDS, SIGN_OF_LIFE_SECONDS, TimeUnit.SECONDS);
      held = true;
      return lock;
    } finally {
      if (!held) {
        lock.close();
      }
    }
  }

  /** Whether the session still holds the lock: a proxy may have ended or exchanged it. */
  synchronized boolean held() {
    try (Statement query = session.createStatement();
        ResultSet row = query.executeQuery(heldQuestion("pg_catalog.pg_backend_pid()"))) {
      return row.next() && row.getBoolean(1);
    } catch (SQLException e) {
      // Whatever the reason: who cannot be sure of the lock must not go on.
      return false;
    }
  }

  /** A query for any session of the server: one row, true while the lock's session holds it. */
  String heldQuestion() {
    return heldQuestion(Integer.toString(backend));
  }

  private String heldQuestion(String pid) {
    return ("SELECT count(*) > 0 FROM pg_catalog.pg_locks WHERE locktype = 'advisory'"
            + " AND pid = %s AND granted AND classid = %d AND objid::bigint = %d AND objsubid = 2")
        .formatted(pid, PRODUCT, Integer.toUnsignedLong(key));
  }

  /** Waits for backends of killed runs; with the lock held, every worker's session is one. */
  void awaitOrphans(RunSettings settings, RunListener listener)
      throws SQLException, RunException, InterruptedException {
    Orphans.await(
        session,
        Sessions.APPLICATION_NAME + " " + settings.workerPurpose(),
        settings.orphanPatience(),
        listener);
  }

  /** Ends the session, and with it the lock. */
  @Override
  public void close() throws SQLException {
    life.shutdownNow();
    session.close();
  }

  private boolean poll(LockAttempt attempt, Holder holder, Duration patience, RunListener listener)
      throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    long nextWord = 0;
    long pause = FIRST_PAUSE.toMillis();
    while (!attempt.succeeds()) {
      long now = System.nanoTime();
      if (now >= deadline) {
        return false;
      }
      if (nextWord == 0 || now >= nextWord) {
        listener.waitingForRunner(holder.find().orElse("it is just ending"));
        nextWord = now + Duration.ofSeconds(10).toNanos();
      }
      Thread.sleep(pause + ThreadLocalRandom.current().nextLong(pause));
      pause = Math.min(LONGEST_PAUSE.toMillis(), pause * 2);
    }
    return true;
  }

  private void takeForeign(Set<ForeignLock> foreign, Duration patience, RunListener listener)
      throws SQLException, RunException, InterruptedException {
    for (ForeignLock lock : foreign) {
      long foreignKey = lock.key(session.getCatalog());
      Holder holder =
          () ->
              holder((int) (foreignKey >>> 32), (int) foreignKey, 1)
                  .map(words -> lock.tool() + ": " + words);
      if (!poll(() -> tryForeign(foreignKey), holder, patience, listener)) {
        throw new RunException(
            RunException.Kind.REFUSED,
            "%s works on %s.%s for longer than %d s: %s. Nothing was changed."
                .formatted(
                    lock.tool(),
                    lock.schema(),
                    lock.table(),
                    patience.toSeconds(),
                    holder.find().orElse("it has just ended")));
      }
    }
  }

  private boolean tryForeign(long foreignKey) throws SQLException {
    try (PreparedStatement query =
        session.prepareStatement("SELECT pg_catalog.pg_try_advisory_lock(?)")) {
      query.setLong(1, foreignKey);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  @FunctionalInterface
  private interface LockAttempt {
    boolean succeeds() throws SQLException;
  }

  @FunctionalInterface
  private interface Holder {
    Optional<String> find() throws SQLException;
  }

  private boolean tryLock() throws SQLException {
    try (PreparedStatement query =
        session.prepareStatement("SELECT pg_catalog.pg_try_advisory_lock(?, ?)")) {
      query.setInt(1, PRODUCT);
      query.setInt(2, key);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  private Optional<String> holder() throws SQLException {
    return holder(PRODUCT, key, 2);
  }

  private Optional<String> holder(int classId, int objectId, int parts) throws SQLException {
    String sql =
        """
        SELECT a.pid, a.application_name, a.usename, a.client_addr::text,
          date_trunc('second', clock_timestamp() - a.backend_start)::text
        FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
        WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = ?
          AND l.classid::bigint = ? AND l.objid::bigint = ?
          AND l.database = (SELECT oid FROM pg_catalog.pg_database
            WHERE datname = pg_catalog.current_database())
        """;
    try (PreparedStatement query = session.prepareStatement(sql)) {
      query.setInt(1, parts);
      query.setLong(2, Integer.toUnsignedLong(classId));
      query.setLong(3, Integer.toUnsignedLong(objectId));
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        String address = row.getString(4);
        return Optional.of(
            "pid %d, %s, user %s%s, for %s"
                .formatted(
                    row.getInt(1),
                    row.getString(2),
                    row.getString(3),
                    address == null ? "" : " from " + address,
                    row.getString(5)));
      }
    }
  }

  /** Advisory locks belong to a database; the history's name tells two histories in it apart. */
  static int keyOf(HistoryTable table) {
    CRC32 crc = new CRC32();
    crc.update((table.schema() + "\0" + table.name()).getBytes(StandardCharsets.UTF_8));
    return (int) crc.getValue();
  }
}
