package dev.safemigrate.embedded;

import java.io.IOException;

/** An embedded server cannot be had; the message says why and what to do about it. */
public final class EmbeddedServerException extends IOException {

  private static final long serialVersionUID = 1L;

  EmbeddedServerException(String message) {
    super(message);
  }

  EmbeddedServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
