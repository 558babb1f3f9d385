package dev.safemigrate.rehearsal;

import dev.safemigrate.effect.LockMode;
import dev.safemigrate.effect.Measurement.Blocking;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Watches the locks of a backend from another session while it runs a statement outside a
 * transaction, and tries each table when a mode is first seen on it. Locks that are held for less
 * than the pause between two looks may be missed.
 */
final class LockWatch {

  private static final long PAUSE_MILLIS = 2;

  private final FutureTask<Seen> task;
  private volatile boolean ended;

  private LockWatch(int backend, Connection onlooker, Trial trial) {
    Callable<Seen> look = () -> watch(backend, onlooker, trial);
    task = new FutureTask<>(look);
  }

  /** Tries to use a table while it is locked. */
  @FunctionalInterface
  interface Trial {

    /** What was met; empty where nobody else can know the relation. */
    Optional<Blocking> of(long relation, Set<LockMode> held) throws SQLException;
  }

  /**
   * What was seen in all.
   *
   * @param modes by the relation's oid
   * @param blocking by the relation's oid; a table counts as blocking if it ever was
   */
  record Seen(Map<Long, Set<LockMode>> modes, Map<Long, Blocking> blocking) {}

  /**
   * Begins to look.
   *
   * @param onlooker a session in auto-commit mode that nobody else uses meanwhile
   */
  static LockWatch start(int backend, Connection onlooker, Trial trial) {
    LockWatch watch = new LockWatch(backend, onlooker, trial);
    Thread thread = new Thread(watch.task, "watch locks of " + backend);
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  /** Stops looking and tells all that was seen. */
  Seen end() throws SQLException {
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

  private Seen watch(int backend, Connection onlooker, Trial trial)
      throws SQLException, InterruptedException {
    Seen seen = new Seen(new HashMap<>(), new HashMap<>());
    while (!ended) {
      for (Map.Entry<Long, Set<LockMode>> held :
          HeldLocks.of(backend, onlooker).modes().entrySet()) {
        boolean news =
            seen.modes()
                .computeIfAbsent(held.getKey(), absent -> EnumSet.noneOf(LockMode.class))
                .addAll(held.getValue());
        if (news) {
          trial
              .of(held.getKey(), held.getValue())
              .ifPresent(met -> seen.blocking().merge(held.getKey(), met, LockWatch::worse));
        }
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return seen;
  }

  private static Blocking worse(Blocking first, Blocking second) {
    return new Blocking(
        first.relation(),
        first.reads() || second.reads(),
        first.writes().map(writes -> writes || second.writes().orElse(false)));
  }
}
