package dev.safemigrate.runner;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a backfill has come.
 *
 * @param table whose rows are walked
 * @param visited rows that it has walked over, in all runs
 * @param changed rows that it has changed, in all runs
 * @param estimate how many rows there are, as the server's statistics say; 0 when not known
 * @param rowsPerSecond walked in this run, pauses included
 * @param left how long it will still take, where that can be told
 * @param batchRows how many rows a batch has at present
 */
public record BackfillProgress(
    String table,
    long visited,
    long changed,
    long estimate,
    long rowsPerSecond,
    Optional<Duration> left,
    int batchRows) {

  static BackfillProgress of(
      String table, long visited, long changed, long estimate, double rowsPerSecond, int batch) {
    Optional<Duration> left =
        estimate > visited && rowsPerSecond >= 1
            ? Optional.of(Duration.ofSeconds(Math.round((estimate - visited) / rowsPerSecond)))
            : Optional.empty();
    return new BackfillProgress(
        table, visited, changed, estimate, Math.round(rowsPerSecond), left, batch);
  }

  /** As in {@code 40,000 of about 90,000 rows of orders, 8,000 a second, 6 s left}. */
  @Override
  public String toString() {
    String of = estimate >= visited ? " of about %,d".formatted(estimate) : "";
    return String.format(
        Locale.ROOT,
        "%,d%s rows of %s, %,d changed, %,d a second in batches of %,d%s",
        visited,
        of,
        table,
        changed,
        rowsPerSecond,
        batchRows,
        left.map(time -> ", %s left".formatted(words(time))).orElse(""));
  }

  private static String words(Duration time) {
    if (time.toMinutes() < 2) {
      return time.toSeconds() + " s";
    }
    return time.toHours() < 2
        ? time.toMinutes() + " min"
        : "%d h %02d min".formatted(time.toHours(), time.toMinutesPart());
  }
}
