package dev.safemigrate.git;

import org.jspecify.annotations.Nullable;

/** Git cannot answer. The message says why and what to do. */
public final class GitException extends Exception {

  private static final long serialVersionUID = 1;

  GitException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  GitException(String message) {
    this(message, null);
  }
}
