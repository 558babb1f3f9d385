package dev.safemigrate.runner;

import org.jspecify.annotations.Nullable;

/** A run that cannot go on. The message says what happened, what stands and what to do. */
public final class RunException extends Exception {

  private static final long serialVersionUID = 1;

  private final Kind kind;

  public RunException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public RunException(Kind kind, String message) {
    this(kind, message, null);
  }

  public Kind kind() {
    return kind;
  }

  /** Who has to do something about it. */
  public enum Kind {
    /** A parameter or the connection is wrong. */
    SETUP,
    /** The database refuses to be migrated as it is, or the files do not fit its history. */
    REFUSED,
    /** A migration failed. */
    FAILED
  }
}
