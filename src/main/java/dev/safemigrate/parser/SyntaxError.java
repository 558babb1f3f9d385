package dev.safemigrate.parser;

/**
 * Leaves the statement that is being read; {@link TokenCursor} holds what is wrong. One instance
 * without a stack trace: it never leaves the package.
 */
final class SyntaxError extends RuntimeException {

  static final SyntaxError INSTANCE = new SyntaxError();

  private static final long serialVersionUID = 1L;

  private SyntaxError() {
    super("syntax error", null, false, false);
  }
}
