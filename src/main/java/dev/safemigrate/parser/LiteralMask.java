package dev.safemigrate.parser;

import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.Span;
import dev.safemigrate.text.TokenKind;
import dev.safemigrate.text.Tokens;

/**
 * Makes SQL inside a literal readable in its place: what the literal escapes is replaced by as many
 * characters, so that every token keeps its offset in the file. Literals inside it may gain blanks.
 *
 * <p>What is not known before the statement runs is filled with {@link #UNKNOWN}, which the lexer
 * takes for a letter: {@code 'DROP TABLE ' || name} becomes a DROP of a table of that name.
 */
final class LiteralMask {

  /** Stands for a character that is only known at run time. */
  static final char UNKNOWN = '\uFF05';

  private final String source;
  private final char[] text;
  private boolean unknown;

  private LiteralMask(String source) {
    this.source = source;
    this.text = source.toCharArray();
  }

  /**
   * The source with the body at {@code span} readable.
   *
   * @param value what the body says; where it says just what the source does, that is returned
   */
  static String readable(String source, Span span, String value) {
    boolean verbatim =
        value.length() == span.end() - span.start() && source.startsWith(value, span.start());
    if (verbatim) {
      return source;
    }
    LiteralMask mask = new LiteralMask(source);
    boolean escapes = span.start() > 1 && isEscapePrefix(source.charAt(span.start() - 2));
    mask.unescape(span.start(), span.end(), escapes);
    return new String(mask.text);
  }

  /** A readable text and whether a part of it is only known at run time. */
  record Dynamic(String text, boolean partlyUnknown) {}

  /**
   * The source with the tokens of a string expression made readable: literals joined by {@code ||},
   * or the pattern of format().
   */
  static Dynamic readable(Tokens tokens, int from, int to) {
    LiteralMask mask = new LiteralMask(tokens.text());
    boolean format = isFormat(tokens, from, to);
    int first = format ? from + 2 : from;
    int last = format ? first + 1 : to;
    int copied = tokens.start(from);
    int depth = 0;
    for (int i = first; i < last; i++) {
      depth += depthChange(tokens, i);
      if (depth > 0 || !tokens.is(i, TokenKind.STRING)) {
        continue;
      }
      mask.fill(copied, tokens.contentStart(i), i == first);
      copied = mask.literal(tokens, i, format);
    }
    mask.fill(copied, tokens.end(to - 1), format || copied == mask.closing(tokens, to - 1));
    return new Dynamic(new String(mask.text), mask.unknown);
  }

  /** What stands in parentheses or a CASE is a value, not text of the statement. */
  private static int depthChange(Tokens tokens, int token) {
    if (tokens.is(token, TokenKind.OPEN_PARENTHESIS) || tokens.is(token, Keyword.CASE)) {
      return 1;
    }
    boolean closes = tokens.is(token, TokenKind.CLOSE_PARENTHESIS) || tokens.is(token, Keyword.END);
    return closes ? -1 : 0;
  }

  /** Whether the expression is {@code format('literal', ...)} and nothing else. */
  private static boolean isFormat(Tokens tokens, int from, int to) {
    boolean begins =
        to - from >= 4
            && tokens.spells(from, "format")
            && tokens.is(from + 1, TokenKind.OPEN_PARENTHESIS)
            && tokens.is(from + 2, TokenKind.STRING)
            && !tokens.spells(from + 3, "||");
    int depth = 1;
    int index = from + 2;
    while (begins && index < to && depth > 0) {
      depth += depthChange(tokens, index);
      index++;
    }
    return begins && depth == 0 && index == to;
  }

  /** Where the closing quote of a string begins. */
  private int closing(Tokens tokens, int token) {
    if (!tokens.is(token, TokenKind.STRING)) {
      return -1;
    }
    int start = tokens.start(token);
    int quote = source.charAt(start) == '$' ? tokens.contentStart(token) - start : 1;
    return tokens.end(token) - quote;
  }

  /** Blanks what is no content, or marks it as unknown. */
  private void fill(int from, int to, boolean blank) {
    for (int i = from; i < to; i++) {
      text[i] = blank ? ' ' : UNKNOWN;
    }
    unknown |= !blank && to > from;
  }

  /** Makes one literal readable and gives the place of its closing quote. */
  private int literal(Tokens tokens, int token, boolean format) {
    int start = tokens.contentStart(token);
    int end = closing(tokens, token);
    char first = source.charAt(tokens.start(token));
    if (first != '$') {
      unescape(start, end, isEscapePrefix(first));
    }
    if (format) {
      formatPlaces(start, end);
    }
    return end;
  }

  private static boolean isEscapePrefix(char c) {
    return c == 'E' || c == 'e';
  }

  /** Runs of doubled quotes become single ones, padded on the side outside the inner literal. */
  private void unescape(int start, int end, boolean escapes) {
    boolean inside = false;
    int index = start;
    while (index < end) {
      char c = text[index];
      if (escapes && c == '\\' && index + 1 < end) {
        boolean quote = text[index + 1] == '\'';
        text[index] = ' ';
        text[index + 1] = quote || text[index + 1] == '\\' ? text[index + 1] : ' ';
        inside ^= quote;
        index += 2;
      } else if (c == '\'') {
        int run = index;
        while (run < end && text[run] == '\'') {
          run++;
        }
        inside = quotes(index, run, inside);
        index = run;
      } else {
        index++;
      }
    }
  }

  /** Halves a run of quotes; gives whether what follows is inside a literal. */
  private boolean quotes(int from, int to, boolean inside) {
    int count = (to - from) / 2;
    if (count == 0) {
      // The literal ends here and goes on in the next line.
      text[from] = ' ';
      return inside;
    }
    boolean padBefore = !inside;
    for (int i = from; i < to; i++) {
      boolean quote = padBefore ? i >= to - count : i < from + count;
      text[i] = quote ? '\'' : ' ';
    }
    return inside ^ (count % 2 == 1);
  }

  /** %I and %s become names, %L a literal, %% a percent sign. */
  private void formatPlaces(int start, int end) {
    int index = start;
    while (index < end) {
      if (text[index] != '%' || index + 1 >= end) {
        index++;
        continue;
      }
      if (text[index + 1] == '%') {
        text[index + 1] = ' ';
        index += 2;
        continue;
      }
      int type = index + 1;
      while (type < end && !Character.isLetter(text[type])) {
        type++;
      }
      boolean literal = type < end && text[type] == 'L';
      for (int i = index; i <= type && i < end; i++) {
        text[i] = literal ? ' ' : UNKNOWN;
      }
      if (literal) {
        text[index] = '\'';
        text[type] = '\'';
      }
      unknown = true;
      index = type + 1;
    }
  }
}
