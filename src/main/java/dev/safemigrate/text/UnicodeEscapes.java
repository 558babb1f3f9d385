package dev.safemigrate.text;

import java.util.Comparator;
import java.util.Optional;

/**
 * The escapes of {@code U&'...'} and {@code U&"..."}, checked as the server does once it knows the
 * escape character (str_udeescape in src/backend/parser/parser.c).
 */
final class UnicodeEscapes {

  /** {@code U&'}. */
  private static final int PREFIX = 3;

  private static final String BAD_PAIR = "invalid Unicode surrogate pair";

  private final String text;
  private final char escape;
  private int index;
  private int high = -1;

  private UnicodeEscapes(String text, char escape) {
    this.text = text;
    this.escape = escape;
  }

  /** What is refused, and where in the text between the quotes. */
  record Problem(int offset, String message) {}

  /**
   * The first escape that is refused.
   *
   * @param text what stands between the quotes, doubled quotes made single
   */
  static Optional<Problem> check(String text, char escape) {
    return new UnicodeEscapes(text, escape).check();
  }

  /** Makes errors of the tokens with escapes that are refused. */
  static void refuse(TokenBuffer out, String text) {
    for (int token = 0; token < out.count; token++) {
      int start = out.starts[token];
      boolean quoted =
          out.kinds[token] == TokenKind.STRING.ordinal()
              || out.kinds[token] == TokenKind.QUOTED_NAME.ordinal();
      if (!quoted || !text.regionMatches(true, start, "u&", 0, 2)) {
        continue;
      }
      String content = Literals.unicodeContent(text, start, out.ends[token]);
      Optional<Problem> problem = check(content, Literals.escapeCharacter(text, out.ends[token]));
      if (problem.isPresent()) {
        int at = start + PREFIX + problem.orElseThrow().offset();
        out.kinds[token] = (byte) TokenKind.ERROR.ordinal();
        out.errors.add(
            new LexicalError(token, new Span(at, at + 1), problem.orElseThrow().message()));
      }
    }
    out.errors.sort(Comparator.comparingInt(LexicalError::token));
  }

  private Optional<Problem> check() {
    while (index < text.length()) {
      int at = index;
      String refused = next();
      if (!refused.isEmpty()) {
        return Optional.of(new Problem(at, refused));
      }
    }
    return high >= 0 ? Optional.of(new Problem(index, BAD_PAIR)) : Optional.empty();
  }

  private String next() {
    if (text.charAt(index) != escape) {
      index++;
      return high >= 0 ? BAD_PAIR : "";
    }
    if (index + 1 < text.length() && text.charAt(index + 1) == escape) {
      index += 2;
      return high >= 0 ? BAD_PAIR : "";
    }
    boolean six = index + 1 < text.length() && text.charAt(index + 1) == '+';
    int digits = six ? index + 2 : index + 1;
    int end = digits + (six ? 6 : 4);
    if (!isHexadecimal(digits, end)) {
      return "invalid Unicode escape";
    }
    index = end;
    return code(Integer.parseInt(text.substring(digits, end), 16));
  }

  private boolean isHexadecimal(int from, int to) {
    if (to > text.length()) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (Characters.hexDigit(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  private String code(int value) {
    boolean low = value >= 0xDC00 && value <= 0xDFFF;
    if (low != (high >= 0)) {
      return BAD_PAIR;
    }
    high = value >= 0xD800 && value <= 0xDBFF ? value : -1;
    boolean valid = value > 0 && value <= Character.MAX_CODE_POINT;
    return valid ? "" : "invalid Unicode escape value";
  }
}
