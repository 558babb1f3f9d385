package dev.safemigrate.runner;

import java.time.Duration;

/**
 * How large the next batch is: as large as is done in the wanted time, by what the last took.
 *
 * <p>The way to the server and back does not count: far from it, a batch of one row would still
 * take too long, and all batches would shrink to that.
 */
final class BackfillPace {

  /** How much the last batch counts against those before it. */
  private static final double WEIGHT = 0.4;

  private static final int LARGEST_GROWTH = 2;

  private static final Duration LONGEST_REST = Duration.ofMinutes(1);

  private final int largest;
  private final Duration target;
  private final Duration pause;
  private final int dutyCycle;
  private int size;
  private double rowsPerSecond;
  private Duration last = Duration.ZERO;
  private Duration way = Duration.ofDays(1);

  /**
   * @param first how many rows the first batch has
   * @param largest how many rows a batch has at most
   * @param target how long a batch should take; zero for batches of one size
   * @param pause how long to rest behind a batch at least
   * @param dutyCycle percent of the time that batches may take
   */
  BackfillPace(int first, int largest, Duration target, Duration pause, int dutyCycle) {
    this.size = Math.min(first, largest);
    this.largest = largest;
    this.target = target;
    this.pause = pause;
    this.dutyCycle = dutyCycle;
  }

  int largest() {
    return largest;
  }

  int size() {
    return size;
  }

  /** An exchange that makes the server do nothing took so long; the shortest tells the way. */
  void travelled(Duration exchange) {
    way = exchange.compareTo(way) < 0 ? exchange : way;
  }

  /**
   * A batch has been done.
   *
   * @param rows that it walked over
   * @param statement how long its statement took, way included
   * @param took how long all of it took, with its commit
   */
  void done(long rows, Duration statement, Duration took) {
    last = took;
    Duration work = way.compareTo(statement) < 0 ? statement.minus(way) : Duration.ZERO;
    double seconds = Math.max(work.toNanos(), 1) / 1e9;
    double rate = rows / seconds;
    rowsPerSecond = rowsPerSecond == 0 ? rate : WEIGHT * rate + (1 - WEIGHT) * rowsPerSecond;
    if (target.isZero()) {
      return;
    }
    double wanted = rowsPerSecond * target.toNanos() / 1e9;
    if (work.compareTo(target.multipliedBy(2)) > 0) {
      // One that took far too long counts at once, however fast those before it were.
      wanted = Math.min(wanted, rate * target.toNanos() / 1e9);
    }
    double bounded =
        Math.max(1, Math.min(largest, Math.min((double) size * LARGEST_GROWTH, wanted)));
    size = (int) Math.round(bounded);
  }

  /**
   * How long to rest behind the last batch: one that took longer than planned, because the server
   * had much to do, is followed by more rest; at most a minute, unless a longer pause is asked for.
   */
  Duration rest() {
    Duration share = last.multipliedBy(100 - dutyCycle).dividedBy(dutyCycle);
    Duration bounded = share.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : share;
    return bounded.compareTo(pause) > 0 ? bounded : pause;
  }

  /** A batch failed that a smaller one might not have. */
  void shrink() {
    size = Math.max(1, size / 2);
  }
}
