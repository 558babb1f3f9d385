package dev.safemigrate.rehearsal;

import dev.safemigrate.effect.LockMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Watches the locks of a backend from another session while it runs a statement outside a
 * transaction. Locks that are held for less than the pause between two looks may be missed.
 */
final class LockWatch {

  private static final long PAUSE_MILLIS = 2;

  private final FutureTask<Map<Long, Set<LockMode>>> task;
  private volatile boolean ended;

  private LockWatch(int backend, Connection onlooker) {
    Callable<Map<Long, Set<LockMode>>> look = () -> watch(backend, onlooker);
    task = new FutureTask<>(look);
  }

  /**
   * Begins to look.
   *
   * @param onlooker a session in auto-commit mode that nobody else uses meanwhile
   */
  static LockWatch start(int backend, Connection onlooker) {
    LockWatch watch = new LockWatch(backend, onlooker);
    Thread thread = new Thread(watch.task, "watch locks of " + backend);
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  /** Stops looking and tells all modes that were seen, by the relation's oid. */
  Map<Long, Set<LockMode>> end() throws SQLException {
    ended = true;
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while locks were watched", "57014", e);
    } catch (ExecutionException e) {
      throw new SQLException("locks could not be watched: " + e.getCause(), e);
    }
  }

  private Map<Long, Set<LockMode>> watch(int backend, Connection onlooker)
      throws SQLException, InterruptedException {
    Map<Long, Set<LockMode>> seen = new HashMap<>();
    while (!ended) {
      LockModes.heldBy(backend, onlooker)
          .forEach(
              (oid, modes) ->
                  seen.computeIfAbsent(oid, absent -> EnumSet.noneOf(LockMode.class))
                      .addAll(modes));
      Thread.sleep(PAUSE_MILLIS);
    }
    return seen;
  }
}
