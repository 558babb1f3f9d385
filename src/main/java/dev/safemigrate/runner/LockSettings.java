package dev.safemigrate.runner;

import java.time.Duration;
import java.util.Optional;

/**
 * What a user may say about waiting.
 *
 * @param lockTimeout how long a lock is waited for; empty for a little more than the server's
 *     deadlock_timeout
 * @param statementTimeout how long a statement may take; zero for as long as it needs
 * @param retryDeadline for how long to try again for a lock that is not to be had
 * @param showQueries whether the words of those who block are shown; they may hold secrets
 */
public record LockSettings(
    Optional<Duration> lockTimeout,
    Duration statementTimeout,
    Duration retryDeadline,
    boolean showQueries) {

  /** What the plugin does of itself. */
  public static LockSettings standard(Duration retryDeadline) {
    return new LockSettings(Optional.empty(), Duration.ZERO, retryDeadline, false);
  }
}
