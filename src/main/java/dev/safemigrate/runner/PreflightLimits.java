package dev.safemigrate.runner;

import java.time.Duration;

/**
 * From when on the preflight speaks of something.
 *
 * @param transactionAge how long others may have been in a transaction
 * @param replicationLag how far replicas may be behind, in time
 * @param replicationBytes how far they may be behind, in write-ahead log
 * @param diskBytes how much space rewrites and index builds may need
 */
public record PreflightLimits(
    Duration transactionAge, Duration replicationLag, long replicationBytes, long diskBytes) {

  /** What the plugin does of itself. */
  public static final PreflightLimits STANDARD =
      new PreflightLimits(Duration.ofSeconds(30), Duration.ofSeconds(30), 256L << 20, 1L << 30);
}
