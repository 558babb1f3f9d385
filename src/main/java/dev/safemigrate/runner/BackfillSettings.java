package dev.safemigrate.runner;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How backfills go about their batches, where their directives leave it open.
 *
 * @param skip whether a run stops in front of the first backfill
 * @param threads how many tables may be worked on at a time
 * @param firstBatch how many rows the first batch has
 * @param largestBatch how many rows a batch has at most
 * @param target how long a batch should take; zero for batches of one size
 * @param pause how long to rest between two batches at least
 * @param dutyCycle percent of the time that batches may take; the rest of it belongs to others
 * @param limits when to wait
 */
public record BackfillSettings(
    boolean skip,
    int threads,
    int firstBatch,
    int largestBatch,
    Duration target,
    Duration pause,
    int dutyCycle,
    Limits limits) {

  /** What the plugin does of itself. */
  public static final BackfillSettings STANDARD =
      new BackfillSettings(
          false, 1, 1000, 50_000, Duration.ofMillis(25), Duration.ZERO, 25, Limits.STANDARD);

  /**
   * What must not be exceeded while a backfill goes on.
   *
   * @param replicationLag how far a replica may be behind; zero for any
   * @param transactionAge how old the oldest transaction may be, since vacuum can remove no row
   *     version that it might see; zero for any
   * @param activeSessions how many other sessions may be at work; zero for any number
   * @param pauseFile the backfill waits while this file exists
   * @param patience how long to wait for all that before the run ends; the next one goes on
   */
  public record Limits(
      Duration replicationLag,
      Duration transactionAge,
      int activeSessions,
      Optional<Path> pauseFile,
      Duration patience) {

    /** What the plugin does of itself. */
    public static final Limits STANDARD =
        new Limits(
            Duration.ofSeconds(10),
            Duration.ofMinutes(10),
            0,
            Optional.empty(),
            Duration.ofHours(1));
  }

  /** The same for runs that stop in front of backfills. */
  public BackfillSettings skipping() {
    return new BackfillSettings(
        true, threads, firstBatch, largestBatch, target, pause, dutyCycle, limits);
  }
}
