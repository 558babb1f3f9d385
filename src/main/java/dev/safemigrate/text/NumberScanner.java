package dev.safemigrate.text;

/** Numbers and parameters: decimal, 0x, 0o, 0b, underscores between digits, exponents. */
final class NumberScanner {

  private static final String JUNK = "trailing junk after numeric literal";

  private final char[] text;
  private final int length;
  private final TokenBuffer out;

  NumberScanner(char[] text, TokenBuffer out) {
    this.text = text;
    this.length = text.length;
    this.out = out;
  }

  private char at(int index) {
    return index < length ? text[index] : 0;
  }

  /** Reads the number at {@code start}; gives the offset behind it. */
  int number(int start) {
    int base = base(start);
    if (base != 10) {
      return otherBase(start, base);
    }
    int end = digits(start, 10);
    boolean decimal = false;
    // Two dots are the range operator of a slice or a loop, not a fraction.
    if (at(end) == '.' && at(end + 1) != '.') {
      decimal = true;
      end = digits(end + 1, 10);
    }
    if (Characters.fold(at(end)) == 'e') {
      int exponent = at(end + 1) == '+' || at(end + 1) == '-' ? end + 2 : end + 1;
      if (Characters.isDigit(at(exponent))) {
        decimal = true;
        end = digits(exponent, 10);
      } else if (exponent == end + 2) {
        return error(start, exponent, JUNK);
      }
    }
    if (Characters.isWordStart(at(end)) && end < length) {
      return error(start, wordEnd(end), JUNK);
    }
    boolean integer = !decimal && fits(start, end, 10);
    out.add(integer ? TokenKind.INTEGER : TokenKind.DECIMAL, start, end);
    return end;
  }

  /** Reads {@code $1}; gives the offset behind it. */
  int parameter(int start) {
    int end = start + 1;
    while (Characters.isDigit(at(end))) {
      end++;
    }
    if (end < length && Characters.isWordStart(text[end])) {
      return error(start, wordEnd(end), "trailing junk after parameter");
    }
    if (!fits(start + 1, end, 10)) {
      return error(start, end, "parameter number too large");
    }
    out.add(TokenKind.PARAMETER, start, end);
    return end;
  }

  private int base(int start) {
    if (text[start] != '0') {
      return 10;
    }
    return switch (Characters.fold(at(start + 1))) {
      case 'x' -> 16;
      case 'o' -> 8;
      case 'b' -> 2;
      default -> 10;
    };
  }

  private int otherBase(int start, int base) {
    int end = start + 2;
    boolean some = false;
    while (end < length) {
      int digit = at(end) == '_' ? end + 1 : end;
      int value = Characters.hexDigit(at(digit));
      if (value < 0 || value >= base) {
        break;
      }
      some = true;
      end = digit + 1;
    }
    if (!some) {
      String name = base == 16 ? "hexadecimal" : base == 8 ? "octal" : "binary";
      return error(start, Math.min(length, end), "invalid " + name + " integer");
    }
    if (end < length && Characters.isWordPart(text[end]) && text[end] != '$') {
      return error(start, wordEnd(end), JUNK);
    }
    out.add(fits(start + 2, end, base) ? TokenKind.INTEGER : TokenKind.DECIMAL, start, end);
    return end;
  }

  /** Digits with single underscores between them. */
  private int digits(int start, int base) {
    int end = start;
    while (end < length) {
      int digit = text[end] == '_' && end > start ? end + 1 : end;
      int value = Characters.hexDigit(at(digit));
      if (value < 0 || value >= base) {
        break;
      }
      end = digit + 1;
    }
    return end;
  }

  private boolean fits(int start, int end, int base) {
    long value = 0;
    for (int i = start; i < end; i++) {
      if (text[i] == '_') {
        continue;
      }
      value = value * base + Characters.hexDigit(text[i]);
      if (value > Integer.MAX_VALUE) {
        return false;
      }
    }
    return true;
  }

  private int wordEnd(int index) {
    int end = index;
    while (end < length && Characters.isWordPart(text[end])) {
      end++;
    }
    return end;
  }

  private int error(int start, int end, String message) {
    out.addError(start, end, start, end, message);
    return end;
  }
}
