package dev.safemigrate.text;

/**
 * Text to tokens, by the rules of PostgreSQL 18's scanner (manual 4.1; src/backend/parser/scan.l)
 * and, between statements, of psql: meta-commands and the data of COPY ... FROM STDIN.
 *
 * <p>Reads each character a bounded number of times and never throws: what the scanner refuses
 * becomes an {@link TokenKind#ERROR} token.
 */
public final class Lexer {

  private static final int LONGEST_OPERATOR = 63;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final char[] text;
  private final int length;
  private final TokenBuffer out;
  private final QuoteScanner quotes;
  private final NumberScanner numbers;
  private final CopyData copyData;
  private boolean unicode;
  private int position;

  private Lexer(String source) {
    text = source.toCharArray();
    length = text.length;
    out = new TokenBuffer(length);
    quotes = new QuoteScanner(text, out);
    numbers = new NumberScanner(text, out);
    copyData = new CopyData(text, out);
  }

  /** Reads the whole text. */
  public static Tokens read(String source) {
    Lexer lexer = new Lexer(source);
    lexer.run();
    return new Tokens(lexer.out, source);
  }

  /**
   * Reads a part of a text, such as the body of a function.
   *
   * @return tokens whose offsets are those in the whole text
   */
  public static Tokens read(String source, int start, int end) {
    Lexer lexer = new Lexer(source.substring(start, end));
    lexer.run();
    lexer.out.shift(start);
    return new Tokens(lexer.out, source);
  }

  private void run() {
    if (length > 0 && text[0] == BYTE_ORDER_MARK) {
      position = 1;
    }
    while (true) {
      while (position < length && Characters.isSpace(text[position])) {
        position++;
      }
      if (position >= length) {
        break;
      }
      token(text[position]);
    }
    out.finish(length);
    if (unicode) {
      UnicodeEscapes.refuse(out, new String(text));
    }
  }

  private void token(char c) {
    if (Characters.isWordStart(c)) {
      wordOrPrefixedString(c);
      return;
    }
    if (Characters.isDigit(c) || (c == '.' && Characters.isDigit(at(position + 1)))) {
      position = numbers.number(position);
      return;
    }
    switch (c) {
      case '\'' -> position = quotes.string(position, position);
      case '"' -> position = quotes.name(position, position);
      case '$' -> dollar();
      case ',' -> single(TokenKind.COMMA);
      case '(' -> single(TokenKind.OPEN_PARENTHESIS);
      case ')' -> single(TokenKind.CLOSE_PARENTHESIS);
      case '[' -> single(TokenKind.OPEN_BRACKET);
      case ']' -> single(TokenKind.CLOSE_BRACKET);
      case ';' -> semicolon();
      case ':' -> colon();
      case '.' -> oneOrTwo('.', TokenKind.DOT_DOT, TokenKind.DOT);
      case '\\' -> backslash();
      default -> commentOrOperator(c);
    }
  }

  private char at(int index) {
    return index < length ? text[index] : 0;
  }

  private void single(TokenKind kind) {
    out.add(kind, position, position + 1);
    position++;
  }

  private void oneOrTwo(char second, TokenKind two, TokenKind one) {
    if (at(position + 1) == second) {
      out.add(two, position, position + 2);
      position += 2;
      return;
    }
    single(one);
  }

  private void colon() {
    if (at(position + 1) == ':') {
      out.add(TokenKind.TYPECAST, position, position + 2);
      position += 2;
      return;
    }
    oneOrTwo('=', TokenKind.COLON_EQUALS, TokenKind.COLON);
  }

  private void semicolon() {
    single(TokenKind.SEMICOLON);
    position = copyData.afterSemicolon(position);
  }

  private void wordOrPrefixedString(char first) {
    char second = at(position + 1);
    if (second == '\'') {
      switch (first) {
        case 'e', 'E' -> {
          position = quotes.escapeString(position, position + 1);
          return;
        }
        case 'b', 'B', 'x', 'X' -> {
          position = quotes.bitString(position, position + 1);
          return;
        }
        case 'n', 'N' -> {
          // The scanner returns the key word NCHAR for the N and an ordinary string behind it.
          out.addWord(TokenKind.WORD, (short) Keyword.NCHAR.ordinal(), position, position + 1);
          position++;
          return;
        }
        default -> {}
      }
    }
    if (second == '&' && (first == 'u' || first == 'U')) {
      char third = at(position + 2);
      unicode |= third == '\'' || third == '"';
      if (third == '\'') {
        position = quotes.string(position, position + 2);
        return;
      }
      if (third == '"') {
        position = quotes.name(position, position + 2);
        return;
      }
    }
    word();
  }

  private void word() {
    int start = position;
    int hash = 0;
    int end = start;
    while (end < length && Characters.isWordPart(text[end])) {
      hash = hash * 31 + Characters.fold(text[end]);
      end++;
    }
    position = end;
    short keyword = KeywordTable.find(text, start, end, hash);
    if (keyword == Keyword.UESCAPE.ordinal() && quotes.joinUescape(out.count - 1, end)) {
      position = quotes.joinedEnd();
      return;
    }
    out.addWord(TokenKind.WORD, keyword, start, end);
    copyData.word(keyword);
  }

  private void dollar() {
    int digits = position + 1;
    if (Characters.isDigit(at(digits))) {
      position = numbers.parameter(position);
      return;
    }
    int end = quotes.dollarString(position);
    if (end < 0) {
      single(TokenKind.OTHER);
      return;
    }
    position = end;
  }

  private void backslash() {
    if (!startsLine() && Characters.fold(at(position + 1)) != 'g') {
      single(TokenKind.OTHER);
      return;
    }
    int end = position;
    while (end < length && !Characters.isNewline(text[end])) {
      end++;
    }
    out.add(TokenKind.PSQL_COMMAND, position, end);
    position = end;
    copyData.newStatement();
  }

  private boolean startsLine() {
    int index = position - 1;
    while (index >= 0 && (text[index] == ' ' || text[index] == '\t')) {
      index--;
    }
    return index < 0 || Characters.isNewline(text[index]) || text[index] == BYTE_ORDER_MARK;
  }

  private void commentOrOperator(char c) {
    char second = at(position + 1);
    if (c == '-' && second == '-') {
      int end = position;
      while (end < length && !Characters.isNewline(text[end])) {
        end++;
      }
      out.addComment(position, end);
      position = end;
      return;
    }
    if (c == '/' && second == '*') {
      blockComment();
      return;
    }
    if (Characters.isOperator(c)) {
      operator();
      return;
    }
    single(TokenKind.OTHER);
  }

  private void blockComment() {
    int depth = 0;
    int index = position;
    while (index < length) {
      char c = text[index];
      if (c == '/' && at(index + 1) == '*') {
        depth++;
        index += 2;
      } else if (c == '*' && at(index + 1) == '/') {
        depth--;
        index += 2;
        if (depth == 0) {
          out.addComment(position, index);
          position = index;
          return;
        }
      } else {
        index++;
      }
    }
    out.addError(position, length, position, position + 2, "unterminated /* comment");
    position = length;
  }

  private void operator() {
    int start = position;
    int end = start + 1;
    boolean special = isSpecial(text[start]);
    while (end < length && Characters.isOperator(text[end]) && !commentAt(end)) {
      special |= isSpecial(text[end]);
      end++;
    }
    // A longer operator ends in + or - only if it holds one of the characters SQL does not use.
    while (!special && end - start > 1 && (text[end - 1] == '+' || text[end - 1] == '-')) {
      end--;
    }
    position = end;
    if (end - start > LONGEST_OPERATOR) {
      out.addError(start, end, start, end, "operator too long");
      return;
    }
    out.add(operatorKind(start, end - start), start, end);
  }

  private boolean commentAt(int index) {
    return (text[index] == '/' && at(index + 1) == '*')
        || (text[index] == '-' && at(index + 1) == '-');
  }

  private static boolean isSpecial(char c) {
    return switch (c) {
      case '~', '!', '@', '#', '^', '&', '|', '`', '?', '%' -> true;
      default -> false;
    };
  }

  private TokenKind operatorKind(int start, int size) {
    if (size == 1) {
      return switch (text[start]) {
        case '+' -> TokenKind.PLUS;
        case '-' -> TokenKind.MINUS;
        case '*' -> TokenKind.STAR;
        case '/' -> TokenKind.SLASH;
        case '%' -> TokenKind.PERCENT;
        case '^' -> TokenKind.CARET;
        case '<' -> TokenKind.LESS;
        case '>' -> TokenKind.GREATER;
        case '=' -> TokenKind.EQUALS;
        default -> TokenKind.OPERATOR;
      };
    }
    if (size != 2) {
      return TokenKind.OPERATOR;
    }
    char second = text[start + 1];
    return switch (text[start]) {
      case '=' -> second == '>' ? TokenKind.EQUALS_GREATER : TokenKind.OPERATOR;
      case '>' -> second == '=' ? TokenKind.GREATER_EQUALS : TokenKind.OPERATOR;
      case '!' -> second == '=' ? TokenKind.NOT_EQUALS : TokenKind.OPERATOR;
      case '<' ->
          second == '='
              ? TokenKind.LESS_EQUALS
              : second == '>' ? TokenKind.NOT_EQUALS : TokenKind.OPERATOR;
      default -> TokenKind.OPERATOR;
    };
  }
}
