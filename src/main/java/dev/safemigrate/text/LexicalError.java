package dev.safemigrate.text;

/**
 * Why the scanner refuses a token.
 *
 * @param token index of the token
 * @param span where the server's cursor points to
 * @param message as the server words it
 */
public record LexicalError(int token, Span span, String message) {}
