package dev.safemigrate.text;

import java.nio.charset.StandardCharsets;

/** What the characters of names and strings stand for. */
final class Literals {

  /** NAMEDATALEN - 1 (manual 4.1.1). */
  private static final int LONGEST_NAME = 63;

  private Literals() {}

  static String name(String text, int start, int end, boolean quoted) {
    if (!quoted) {
      return cut(fold(text, start, end));
    }
    int quote = text.indexOf('"', start);
    int close = quote == start ? end - 1 : text.lastIndexOf('"', end - 1);
    String inner = text.substring(quote + 1, close).replace("\"\"", "\"");
    return cut(quote == start ? inner : unicode(inner, escapeCharacter(text, end)));
  }

  static String string(String text, int start, int end) {
    char first = text.charAt(start);
    if (first == '$') {
      int tag = text.indexOf('$', start + 1) + 1 - start;
      return text.substring(start + tag, end - tag);
    }
    if (first == '\'') {
      return joined(text, start, end, false);
    }
    if (first == 'u' || first == 'U') {
      return unicode(joined(text, start + 2, end, false), escapeCharacter(text, end));
    }
    return joined(text, start + 1, end, first == 'e' || first == 'E');
  }

  static int contentStart(String text, int start) {
    char first = text.charAt(start);
    if (first == '$') {
      return text.indexOf('$', start + 1) + 1;
    }
    return text.indexOf('\'', start) + 1;
  }

  /** Takes the quotes off and joins what continues on another line. */
  private static String joined(String text, int quote, int end, boolean escapes) {
    StringBuilder value = new StringBuilder(end - quote);
    boolean inside = false;
    int index = quote;
    while (index < end) {
      char c = text.charAt(index);
      if (!inside) {
        if (c == 'U' || c == 'u') {
          break;
        }
        if (c == '-') {
          while (!Characters.isNewline(text.charAt(index))) {
            index++;
          }
        }
        inside = c == '\'';
        index++;
        continue;
      }
      if (c == '\'' && index + 1 < end && text.charAt(index + 1) == '\'') {
        value.append('\'');
        index += 2;
      } else if (c == '\'') {
        inside = false;
        index++;
      } else if (c == '\\' && escapes && index + 1 < end) {
        index = escape(text, index, value);
      } else {
        value.append(c);
        index++;
      }
    }
    return value.toString();
  }

  private static int escape(String text, int backslash, StringBuilder value) {
    char c = text.charAt(backslash + 1);
    switch (c) {
      case 'b' -> value.append('\b');
      case 'f' -> value.append('\f');
      case 'n' -> value.append('\n');
      case 'r' -> value.append('\r');
      case 't' -> value.append('\t');
      case 'v' -> value.append('\u000B');
      case 'u' -> {
        return code(text, backslash + 2, 4, 16, value);
      }
      case 'U' -> {
        return code(text, backslash + 2, 8, 16, value);
      }
      case 'x' -> {
        boolean hex = Characters.hexDigit(text.charAt(backslash + 2)) >= 0;
        return code(text, hex ? backslash + 2 : backslash + 1, hex ? 2 : 1, 16, value);
      }
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        return code(text, backslash + 1, 3, 8, value);
      }
      default -> value.append(c);
    }
    return backslash + 2;
  }

  private static int code(String text, int start, int most, int base, StringBuilder value) {
    int index = start;
    int code = 0;
    while (index < start + most && index < text.length()) {
      int digit = Characters.hexDigit(text.charAt(index));
      if (digit < 0 || digit >= base) {
        break;
      }
      code = code * base + digit;
      index++;
    }
    if (index == start) {
      value.append(text.charAt(start));
      return start + 1;
    }
    if (Character.isBmpCodePoint(code)) {
      value.append((char) code);
    } else if (Character.isValidCodePoint(code)) {
      value.appendCodePoint(code);
    }
    return index;
  }

  /** What stands between the quotes of a U& token, doubled quotes made single. */
  static String unicodeContent(String text, int start, int end) {
    if (text.charAt(start + 2) == '\'') {
      return joined(text, start + 2, end, false);
    }
    int close = text.lastIndexOf('"', end - 1);
    return text.substring(start + 3, close).replace("\"\"", "\"");
  }

  /** The character behind UESCAPE, a backslash without it. */
  static char escapeCharacter(String text, int end) {
    boolean given = end >= 3 && text.charAt(end - 1) == '\'' && text.charAt(end - 3) == '\'';
    if (!given) {
      return '\\';
    }
    int word = end - 4;
    while (word >= 0 && Characters.isSpace(text.charAt(word))) {
      word--;
    }
    return word >= 6 && text.regionMatches(true, word - 6, "uescape", 0, 7)
        ? text.charAt(end - 2)
        : '\\';
  }

  private static String unicode(String inner, char escape) {
    if (inner.indexOf(escape) < 0) {
      return inner;
    }
    StringBuilder value = new StringBuilder(inner.length());
    int index = 0;
    while (index < inner.length()) {
      char c = inner.charAt(index);
      if (c != escape || index + 1 == inner.length()) {
        value.append(c);
        index++;
      } else if (inner.charAt(index + 1) == escape) {
        value.append(escape);
        index += 2;
      } else if (inner.charAt(index + 1) == '+') {
        index = index + 2 < inner.length() ? code(inner, index + 2, 6, 16, value) : index + 2;
      } else {
        index = code(inner, index + 1, 4, 16, value);
      }
    }
    return value.toString();
  }

  static long hexadecimal(char[] text, int start, int end) {
    long value = 0;
    for (int i = start; i < end; i++) {
      value = value * 16 + Characters.hexDigit(text[i]);
    }
    return value;
  }

  private static String fold(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        return folded(text, start, end);
      }
    }
    return text.substring(start, end);
  }

  private static String folded(String text, int start, int end) {
    char[] result = new char[end - start];
    for (int i = start; i < end; i++) {
      result[i - start] = Characters.fold(text.charAt(i));
    }
    return new String(result);
  }

  /** Cuts to 63 bytes of UTF-8 without splitting a character. */
  private static String cut(String name) {
    if (name.length() * 3 <= LONGEST_NAME
        || name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME) {
      return name;
    }
    int bytes = 0;
    int index = 0;
    while (index < name.length()) {
      int codePoint = name.codePointAt(index);
      int size = codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
      if (bytes + size > LONGEST_NAME) {
        break;
      }
      bytes += size;
      index += Character.charCount(codePoint);
    }
    return name.substring(0, index);
  }
}
