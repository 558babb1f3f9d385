package dev.safemigrate.text;

/** Everything in quotes: strings of all notations, quoted names, dollar quotes. */
final class QuoteScanner {

  private static final String BAD_PAIR = "invalid Unicode surrogate pair";

  private final char[] text;
  private final int length;
  private final TokenBuffer out;
  private int joinedEnd;

  QuoteScanner(char[] text, TokenBuffer out) {
    this.text = text;
    this.length = text.length;
    this.out = out;
  }

  private char at(int index) {
    return index < length ? text[index] : 0;
  }

  /** A string without backslash escapes whose quote is at {@code quote}; gives its end. */
  int string(int start, int quote) {
    return plain(start, quote, TokenKind.STRING, "unterminated quoted string");
  }

  /** {@code B'...'} or {@code X'...'}; gives its end. */
  int bitString(int start, int quote) {
    boolean bits = Characters.fold(text[start]) == 'b';
    String message =
        bits ? "unterminated bit string literal" : "unterminated hexadecimal string literal";
    return plain(start, quote, TokenKind.BIT_STRING, message);
  }

  private int plain(int start, int quote, TokenKind kind, String unterminated) {
    int index = quote + 1;
    while (index < length) {
      if (text[index] != '\'') {
        index++;
        continue;
      }
      if (at(index + 1) == '\'') {
        index += 2;
        continue;
      }
      int next = continuation(index + 1);
      if (next < 0) {
        out.add(kind, start, index + 1);
        return index + 1;
      }
      index = next;
    }
    out.addError(start, length, start, length, unterminated);
    return length;
  }

  /**
   * The offset behind the quote that continues a string: another quote with at least one line end
   * between, where only white space and {@code --} comments may stand (manual 4.1.2.1). Else -1.
   */
  private int continuation(int afterQuote) {
    int index = afterQuote;
    boolean newline = false;
    while (index < length) {
      char c = text[index];
      if (Characters.isSpace(c)) {
        newline |= Characters.isNewline(c);
        index++;
      } else if (c == '-' && at(index + 1) == '-') {
        while (index < length && !Characters.isNewline(text[index])) {
          index++;
        }
      } else {
        return newline && c == '\'' ? index + 1 : -1;
      }
    }
    return -1;
  }

  /** {@code E'...'}; gives its end. */
  int escapeString(int start, int quote) {
    int index = quote + 1;
    int[] problem = {-1, -1};
    String message = "";
    boolean pairOpen = false;
    while (index < length) {
      char c = text[index];
      if (c == '\\') {
        int escapeEnd = escapeEnd(index);
        String refused = refusal(index, escapeEnd, pairOpen);
        if (message.isEmpty() && !refused.isEmpty()) {
          message = refused;
          problem = new int[] {index, escapeEnd};
        }
        pairOpen = message.isEmpty() && !pairOpen && isHighSurrogate(index, escapeEnd);
        index = escapeEnd;
        continue;
      }
      if (pairOpen && message.isEmpty()) {
        message = BAD_PAIR;
        problem = new int[] {index, index + 1};
      }
      if (c != '\'') {
        index++;
        continue;
      }
      int next = at(index + 1) == '\'' ? index + 2 : continuation(index + 1);
      if (next < 0) {
        index++;
        if (message.isEmpty()) {
          out.add(TokenKind.STRING, start, index);
        } else {
          out.addError(start, index, problem[0], problem[1], message);
        }
        return index;
      }
      index = next;
    }
    boolean escapeFirst = !message.isEmpty();
    out.addError(
        start,
        length,
        escapeFirst ? problem[0] : start,
        escapeFirst ? problem[1] : length,
        escapeFirst ? message : "unterminated quoted string");
    return length;
  }

  private int escapeEnd(int backslash) {
    int digits = unicodeDigits(backslash);
    if (digits == 0) {
      return Math.min(length, backslash + 2);
    }
    int end = backslash + 2;
    while (end < length && end < backslash + 2 + digits && Characters.hexDigit(text[end]) >= 0) {
      end++;
    }
    return end;
  }

  private int unicodeDigits(int backslash) {
    char kind = at(backslash + 1);
    return kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
  }

  private String refusal(int backslash, int end, boolean pairOpen) {
    int digits = unicodeDigits(backslash);
    if (digits == 0) {
      return pairOpen ? BAD_PAIR : "";
    }
    if (end - backslash - 2 < digits) {
      return pairOpen ? BAD_PAIR : "invalid Unicode escape";
    }
    long value = Literals.hexadecimal(text, backslash + 2, end);
    boolean low = value >= 0xDC00 && value <= 0xDFFF;
    if (low != pairOpen) {
      return BAD_PAIR;
    }
    boolean valid = value > 0 && value <= Character.MAX_CODE_POINT;
    return valid ? "" : "invalid Unicode escape value";
  }

  private boolean isHighSurrogate(int backslash, int end) {
    if (unicodeDigits(backslash) == 0) {
      return false;
    }
    long value = Literals.hexadecimal(text, backslash + 2, end);
    return value >= 0xD800 && value <= 0xDBFF;
  }

  /** A name in double quotes whose quote is at {@code quote}; gives its end. */
  int name(int start, int quote) {
    int index = quote + 1;
    while (index < length) {
      if (text[index] != '"') {
        index++;
      } else if (at(index + 1) == '"') {
        index += 2;
      } else {
        int end = index + 1;
        if (index == quote + 1) {
          out.addError(start, end, start, end, "zero-length delimited identifier");
        } else {
          out.add(TokenKind.QUOTED_NAME, start, end);
        }
        return end;
      }
    }
    out.addError(start, length, start, length, "unterminated quoted identifier");
    return length;
  }

  /** {@code $tag$...$tag$}; gives its end, or -1 if no dollar quote begins here. */
  int dollarString(int start) {
    int tagEnd = start + 1;
    if (tagEnd < length && Characters.isWordStart(text[tagEnd])) {
      while (tagEnd < length && Characters.isTagPart(text[tagEnd])) {
        tagEnd++;
      }
    }
    if (at(tagEnd) != '$') {
      return -1;
    }
    int tagLength = tagEnd + 1 - start;
    for (int index = tagEnd + 1; index + tagLength <= length; index++) {
      if (text[index] == '$' && sameTag(start, index, tagLength)) {
        out.add(TokenKind.STRING, start, index + tagLength);
        return index + tagLength;
      }
    }
    out.addError(start, length, start, length, "unterminated dollar-quoted string");
    return length;
  }

  private boolean sameTag(int first, int second, int tagLength) {
    for (int i = 1; i < tagLength; i++) {
      if (text[first + i] != text[second + i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Joins {@code UESCAPE 'c'} behind a U& string or name to its token. False if the token before is
   * no such token or no string follows.
   */
  boolean joinUescape(int previous, int afterWord) {
    if (previous < 0 || !isUnicodeToken(previous)) {
      return false;
    }
    int index = afterWord;
    while (index < length && Characters.isSpace(text[index])) {
      index++;
    }
    boolean escape = at(index) == '\'' && at(index + 2) == '\'' && at(index + 1) != '\'';
    if (!escape) {
      return false;
    }
    joinedEnd = index + 3;
    out.ends[previous] = joinedEnd;
    return true;
  }

  /** The end of what {@link #joinUescape} joined. */
  int joinedEnd() {
    return joinedEnd;
  }

  private boolean isUnicodeToken(int token) {
    int start = out.starts[token];
    boolean quoted =
        out.kinds[token] == TokenKind.STRING.ordinal()
            || out.kinds[token] == TokenKind.QUOTED_NAME.ordinal();
    return quoted && Characters.fold(text[start]) == 'u' && at(start + 1) == '&';
  }
}
