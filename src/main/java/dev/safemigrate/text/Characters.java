package dev.safemigrate.text;

/** The character classes of PostgreSQL's scanner (src/backend/parser/scan.l). */
final class Characters {

  private static final byte SPACE = 1;
  private static final byte WORD_START = 2;
  private static final byte DIGIT = 4;
  private static final byte OPERATOR = 8;
  private static final byte DOLLAR = 16;
  private static final byte[] CLASSES = new byte[128];

  static {
    mark(" \t\n\r\f\u000B", SPACE);
    mark("0123456789", DIGIT);
    mark("~!@#^&|`?+-*/%<>=", OPERATOR);
    mark("$", DOLLAR);
    mark("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_", WORD_START);
  }

  private Characters() {}

  private static void mark(String characters, byte characterClass) {
    for (char c : characters.toCharArray()) {
      CLASSES[c] |= characterClass;
    }
  }

  static boolean isSpace(char c) {
    return c < 128 && CLASSES[c] == SPACE;
  }

  static boolean isNewline(char c) {
    return c == '\n' || c == '\r';
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isWordStart(char c) {
    return c >= 128 || CLASSES[c] == WORD_START;
  }

  /** Letters, digits, underscore, dollar and everything beyond ASCII. */
  static boolean isWordPart(char c) {
    return c >= 128 || (CLASSES[c] & (WORD_START | DIGIT | DOLLAR)) != 0;
  }

  /** As {@link #isWordPart} without the dollar: the tag of a dollar quote. */
  static boolean isTagPart(char c) {
    return c >= 128 || (CLASSES[c] & (WORD_START | DIGIT)) != 0;
  }

  static boolean isOperator(char c) {
    return c < 128 && CLASSES[c] == OPERATOR;
  }

  /** ASCII letters to lower case; others stay, as in a server whose encoding is UTF8. */
  static char fold(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
  }

  /** The value of a hexadecimal digit, or -1. */
  static int hexDigit(char c) {
    if (isDigit(c)) {
      return c - '0';
    }
    char folded = fold(c);
    return folded >= 'a' && folded <= 'f' ? folded - 'a' + 10 : -1;
  }
}
