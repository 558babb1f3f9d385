package dev.safemigrate.history;

/** The history cannot be used as it is. The message says what was found and what to do. */
public final class HistoryException extends Exception {

  private static final long serialVersionUID = 1;

  public HistoryException(String message) {
    super(message);
  }
}
