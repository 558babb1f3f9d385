package dev.safemigrate.rehearsal;

/**
 * A statement that did something else than was predicted.
 *
 * @param file the migration, as the user knows it
 * @param line of the statement
 * @param aspect what differs: {@code locks}, {@code rewrites}, {@code index rebuilds}, {@code
 *     scans}, {@code blocking} or {@code outcome}
 * @param predicted what was said, only where it differs
 * @param measured what happened, only where it differs
 */
public record Difference(String file, int line, String aspect, String predicted, String measured) {

  /** {@code path:line: [prediction-differs] ...}, as the log shows it. */
  public String logLine() {
    return "%s:%d: [prediction-differs] %s: predicted %s, measured %s"
        .formatted(file, line, aspect, predicted, measured);
  }
}
