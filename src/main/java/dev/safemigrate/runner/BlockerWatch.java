package dev.safemigrate.runner;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks from a session of its own who keeps the worker waiting; after the wait nobody could tell.
 *
 * <p>The session is opened only when something takes long.
 */
final class BlockerWatch implements AutoCloseable {

  private static final long FIRST_LOOK_MILLIS = 250;
  private static final long PAUSE_MILLIS = 400;
  private static final long WORD_EVERY_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long END_SECONDS = 2;

  /** What autovacuum says when it must run (the manual, "Preventing Transaction ID Wraparound"). */
  private static final String WRAPAROUND = "(to prevent wraparound)";

  private static final String BLOCKERS =
      """
      SELECT b.pid, a.usename, a.application_name, a.state,
        extract(epoch FROM clock_timestamp() - a.xact_start)::bigint, a.backend_type, a.query
      FROM unnest(pg_catalog.pg_blocking_pids(?)) AS b (pid)
      LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = b.pid
      GROUP BY 1, 2, 3, 4, 5, 6, 7
      ORDER BY b.pid
      """;

  private final Sessions sessions;
  private final int workerPid;
  private final boolean showQueries;
  private final RunListener listener;
  private final ScheduledExecutorService thread;
  private volatile @Nullable Connection session;

  BlockerWatch(Sessions sessions, int workerPid, boolean showQueries, RunListener listener) {
    this.sessions = sessions;
    this.workerPid = workerPid;
    this.showQueries = showQueries;
    this.listener = listener;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread daemon = new Thread(task, "migrate blocker watch");
              daemon.setDaemon(true);
              return daemon;
            });
  }

  /** Begins to look; the caller closes it when the wait is over. */
  Look look(String script) {
    Look look = new Look(script);
    look.task =
        thread.scheduleWithFixedDelay(
            look::sample, FIRST_LOOK_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    return look;
  }

  /** One wait, or none. */
  final class Look implements AutoCloseable {

    private final String script;
    private @Nullable Future<?> task;
    private boolean over;
    private List<Blocker> seen = List.of();
    private long lastWord;

    private Look(String script) {
      this.script = script;
    }

    /** Those seen last. */
    synchronized List<Blocker> seen() {
      return seen;
    }

    @Override
    public void close() {
      synchronized (this) {
        over = true;
      }
      if (task != null) {
        task.cancel(false);
      }
    }

    private void sample() {
      try {
        report(blockers());
      } catch (SQLException | RunException e) {
        listener.notice(script, "cannot see who blocks: " + e.getMessage());
        close();
      }
    }

    private synchronized void report(List<Blocker> blockers) {
      if (over || blockers.isEmpty()) {
        return;
      }
      boolean others = !pids(blockers).equals(pids(seen));
      seen = blockers;
      if (others || System.nanoTime() - lastWord > WORD_EVERY_NANOS) {
        lastWord = System.nanoTime();
        listener.blocked(script, blockers);
      }
    }
  }

  /** Ends the thread and its session, whatever they are at. */
  @Override
  public void close() throws SQLException {
    thread.shutdownNow();
    boolean ended = false;
    try {
      ended = thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Connection open = session;
    if (open != null) {
      if (ended) {
        open.close();
      } else {
        open.abort(Runnable::run);
      }
    }
  }

  private List<Blocker> blockers() throws SQLException, RunException {
    Connection open = session;
    if (open == null) {
      open = sessions.open("blocker watch");
      SessionState.mayIdle(open);
      session = open;
    }
    List<Blocker> found = new ArrayList<>();
    try (PreparedStatement query = open.prepareStatement(BLOCKERS)) {
      query.setInt(1, workerPid);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.add(blocker(row));
        }
      }
    }
    return List.copyOf(found);
  }

  private Blocker blocker(ResultSet row) throws SQLException {
    long age = row.getLong(5);
    Optional<Duration> transactionAge =
        row.wasNull() ? Optional.empty() : Optional.of(Duration.ofSeconds(age));
    boolean autovacuum = text(row, 6).filter("autovacuum worker"::equals).isPresent();
    Optional<String> words = text(row, 7);
    return new Blocker(
        row.getInt(1),
        text(row, 2),
        text(row, 3),
        text(row, 4),
        transactionAge,
        autovacuum,
        autovacuum && words.filter(query -> query.contains(WRAPAROUND)).isPresent(),
        showQueries ? words : Optional.empty());
  }

  private static Optional<String> text(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getString(column)).filter(text -> !text.isEmpty());
  }

  private static List<Integer> pids(List<Blocker> blockers) {
    return blockers.stream().map(Blocker::pid).toList();
  }
}
