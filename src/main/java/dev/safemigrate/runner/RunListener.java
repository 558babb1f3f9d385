package dev.safemigrate.runner;

import java.util.List;

/**
 * Hears how a run goes on, to show it. All methods are called on the runner's own thread, but for
 * {@link #blocked}; where backfills run beside each other, each on a thread of its own.
 */
public interface RunListener {

  /** Another runner holds the lock; called now and then while waiting. */
  void waitingForRunner(String holder);

  /** A backend of a killed run is still at work; called now and then while waiting. */
  void waitingForOrphan(String backend);

  /**
   * A migration begins.
   *
   * @param number from 1
   * @param total how many are to be applied in this run
   */
  void migrationStarts(int number, int total, String script);

  /** Statements of an earlier run are not run again. */
  void migrationResumes(String script, int unitsDone, int unitsTotal);

  /** A lock was not to be had, or a deadlock was resolved against us; it is tried again. */
  void lockRetry(String script, String reason, long pauseMillis);

  /**
   * Others have kept us waiting for some time; called while the wait goes on, on another thread,
   * when others come in and now and then.
   */
  void blocked(String script, List<Blocker> blockers);

  /** A migration is applied in full. */
  void migrationDone(String script, long millis);

  /** Something that does not stop the run but should be looked at. */
  default void warning(String subject, String message) {
    notice(subject, message);
  }

  /** A down script begins. */
  void rollbackStarts(int number, int total, String script);

  /** The server says something: RAISE NOTICE and its like. */
  void notice(String script, String message);

  /**
   * A backfill goes on behind what an earlier run has done.
   *
   * @param rows those that are still to be walked, in words
   */
  default void backfillResumes(String script, String rows) {}

  /** How far a backfill has come; called now and then, and at its end. */
  default void backfillProgress(String script, BackfillProgress progress) {}

  /** A backfill waits for something else than a lock; called now and then while it does. */
  default void backfillWaits(String script, String reason) {}
}
