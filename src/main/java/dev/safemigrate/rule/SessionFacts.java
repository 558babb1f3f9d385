package dev.safemigrate.rule;

import java.util.Optional;

/**
 * The settings that bound waiting, as statements of the file left them.
 *
 * @param lockTimeout as last set and not reset; empty where the file says nothing
 * @param statementTimeout likewise
 */
public record SessionFacts(Optional<String> lockTimeout, Optional<String> statementTimeout) {

  /** Nothing is set. */
  public static final SessionFacts NONE = new SessionFacts(Optional.empty(), Optional.empty());

  /** Whether waiting for locks ends by itself. */
  boolean boundsLockWaits() {
    return lockTimeout.filter(SessionFacts::bounds).isPresent();
  }

  /** Whether a timeout that a long statement runs into is in force. */
  boolean mayCancel() {
    return boundsLockWaits() || statementTimeout.filter(SessionFacts::bounds).isPresent();
  }

  /** Zero switches a timeout off (manual, 19.11). */
  static boolean bounds(String value) {
    return !value.matches("0+\\s*[a-zA-Z]*") && !value.equalsIgnoreCase("default");
  }
}
