package dev.safemigrate.source;

import java.util.Locale;
import java.util.Optional;

/**
 * Something wrong with the files, told in one line.
 *
 * @param kind what sort of thing is wrong
 * @param file the path that the line begins with
 * @param position where in the file, if it is one place
 * @param message what is wrong, one sentence without a newline
 */
public record SourceProblem(Kind kind, String file, Optional<Position> position, String message) {

  /** The sorts of problems; only {@link #NOTE} leaves the migrations usable. */
  public enum Kind {
    /** A location or file that does not exist. */
    MISSING,
    /** A file that cannot be read, or is too big to be. */
    UNREADABLE,
    /** Bytes that are not text in the configured encoding. */
    ENCODING,
    /** A file name that the naming scheme does not know. */
    BAD_NAME,
    /** Two files for the same migration. */
    DUPLICATE,
    /** A marker inside a file that is missing or stands where it must not. */
    MARKER,
    /** A placeholder without a value. */
    PLACEHOLDER,
    /** A directive that is not one. */
    DIRECTIVE,
    /** Worth a line, and nothing is lost. */
    NOTE
  }

  public SourceProblem {
    file = shown(file);
    message = shown(message);
  }

  static SourceProblem of(Kind kind, String file, String message) {
    return new SourceProblem(kind, file, Optional.empty(), message);
  }

  static SourceProblem at(Kind kind, String file, Position position, String message) {
    return new SourceProblem(kind, file, Optional.of(position), message);
  }

  /** Whether the files cannot be used as they are. */
  public boolean fatal() {
    return kind != Kind.NOTE;
  }

  /** The problem as {@code path:line:col: message}, or {@code path: message}. */
  public String line() {
    String place = position.map(p -> ":" + p.line() + ":" + p.column()).orElse("");
    return file + place + ": " + message;
  }

  /** Text that cannot break a line of a log: control characters are written as escapes. */
  static String shown(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                case '\t' -> shown.append("\\t");
                default -> {
                  if (breaksLines(c)) {
                    shown.append(String.format(Locale.ROOT, "\\u%04x", c));
                  } else {
                    shown.appendCodePoint(c);
                  }
                }
              }
            });
    return shown.toString();
  }

  /** Control characters, line separators and the marks that turn the direction of text. */
  private static boolean breaksLines(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.SURROGATE
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }
}
