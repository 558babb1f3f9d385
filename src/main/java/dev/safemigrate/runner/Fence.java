package dev.safemigrate.runner;

/** Stops a run that must not go on, because another runner may be at work by now. */
interface Fence {

  /**
   * Asks on the runner lock's own session.
   *
   * @throws RunException when the lock is lost
   */
  void require() throws RunException;

  /** A query for any session of the same server: one row, true while the lock is held. */
  String question();

  /** What to throw when the answer is no. */
  RunException lost();
}
