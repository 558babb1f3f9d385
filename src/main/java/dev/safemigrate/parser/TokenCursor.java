package dev.safemigrate.parser;

import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.text.Chunk;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.KeywordCategory;
import dev.safemigrate.text.Span;
import dev.safemigrate.text.TokenKind;
import dev.safemigrate.text.Tokens;

/**
 * A place among the tokens of one statement, with the questions that a parser asks there.
 *
 * <p>{@code at} looks, {@code accept} steps over what it finds, {@code expect} refuses what is not
 * there. A refused statement is read a second time to learn what was expected where the first
 * reading failed ({@link SyntaxFailure}); the first reading keeps no record and so costs nothing.
 */
final class TokenCursor {

  /** Deeper nesting is refused: far beyond what people write, well inside a thread's stack. */
  static final int DEEPEST = 500;

  private final Tokens tokens;
  private final ServerVersion version;
  private final SyntaxFailure failure;
  private int position;
  private int end;
  private int textEnd;
  private int depth;
  private int watched = -1;
  private long reread;

  TokenCursor(Tokens tokens, ServerVersion version) {
    this.tokens = tokens;
    this.version = version;
    this.failure = new SyntaxFailure(tokens);
  }

  /** Starts the chunk anew. {@code watched} is the token whose expectations are kept, or -1. */
  void start(Chunk chunk, int watchedToken) {
    position = chunk.firstToken();
    end = chunk.endToken();
    textEnd = chunk.span().end();
    depth = 0;
    watched = watchedToken;
    failure.start(watchedToken >= 0);
  }

  SyntaxFailure failure() {
    return failure;
  }

  Tokens tokens() {
    return tokens;
  }

  ServerVersion version() {
    return version;
  }

  /** Index of the token that is read next. */
  int position() {
    return position;
  }

  /** Goes back to a token that {@link #position} gave. */
  void rewind(int token) {
    reread += position - token;
    position = token;
  }

  /** How many tokens were gone back over so far: the measure of wasted work. */
  long reread() {
    return reread;
  }

  boolean atEnd() {
    return position >= end;
  }

  /** Index behind the last token of the statement. */
  int endToken() {
    return end;
  }

  // ---- looking

  /** The key word here, {@link Keyword#NOT_A_KEYWORD} for anything else. */
  Keyword keyword() {
    return position < end ? tokens.keyword(position) : Keyword.NOT_A_KEYWORD;
  }

  /** The key word {@code ahead} tokens further. */
  Keyword keyword(int ahead) {
    int index = position + ahead;
    return index < end ? tokens.keyword(index) : Keyword.NOT_A_KEYWORD;
  }

  TokenKind kind() {
    return position < end ? tokens.kind(position) : TokenKind.END;
  }

  TokenKind kind(int ahead) {
    int index = position + ahead;
    return index < end ? tokens.kind(index) : TokenKind.END;
  }

  boolean at(Keyword keyword) {
    if (position < end && tokens.is(position, keyword)) {
      return true;
    }
    if (position == watched) {
      failure.expect(keyword);
    }
    return false;
  }

  boolean at(TokenKind kind) {
    if (position < end && tokens.is(position, kind)) {
      return true;
    }
    if (position == watched) {
      failure.expect(kind);
    }
    return false;
  }

  /** True for the two key words in this order. */
  boolean at(Keyword first, Keyword second) {
    return at(first) && keyword(1) == second;
  }

  boolean at(Keyword first, Keyword second, Keyword third) {
    return at(first) && keyword(1) == second && keyword(2) == third;
  }

  /** True if the operator here is written as {@code symbol}. */
  boolean atOperator(String symbol) {
    return position < end
        && tokens.kind(position).compareTo(TokenKind.OPERATOR) >= 0
        && tokens.spells(position, symbol);
  }

  // ---- stepping

  /** Steps over the token here, whatever it is. */
  void advance() {
    if (position >= end) {
      throw fail();
    }
    position++;
  }

  boolean accept(Keyword keyword) {
    if (at(keyword)) {
      position++;
      return true;
    }
    return false;
  }

  boolean accept(TokenKind kind) {
    if (at(kind)) {
      position++;
      return true;
    }
    return false;
  }

  /** Accepts both or nothing. */
  boolean accept(Keyword first, Keyword second) {
    if (at(first, second)) {
      position += 2;
      return true;
    }
    return false;
  }

  boolean accept(Keyword first, Keyword second, Keyword third) {
    if (at(first, second, third)) {
      position += 3;
      return true;
    }
    return false;
  }

  void expect(Keyword keyword) {
    if (!accept(keyword)) {
      throw fail();
    }
  }

  void expect(Keyword first, Keyword second) {
    expect(first);
    expect(second);
  }

  void expect(TokenKind kind) {
    if (!accept(kind)) {
      throw fail();
    }
  }

  /** Refuses whatever stands before the end of the statement. */
  void expectEnd() {
    if (position < end) {
      if (position == watched) {
        failure.expect(TokenKind.END);
      }
      throw fail();
    }
  }

  // ---- names; the classes are those of the manual's appendix C and of gram.y

  /** ColId: the name of a column, table, schema, constraint ... */
  boolean atColumnId() {
    return atName(KeywordCategory.COLUMN_NAME);
  }

  /** type_function_name: the name of a function or type. */
  boolean atTypeOrFunctionName() {
    return atName(KeywordCategory.TYPE_OR_FUNCTION_NAME);
  }

  /** True if the token {@code ahead} is a ColId as far as it alone tells. */
  boolean isColumnId(int ahead) {
    TokenKind kind = kind(ahead);
    KeywordCategory category = keyword(ahead).category();
    return kind == TokenKind.QUOTED_NAME
        || (kind == TokenKind.WORD
            && (category == KeywordCategory.UNRESERVED || category == KeywordCategory.COLUMN_NAME));
  }

  private boolean atName(KeywordCategory also) {
    if (position < end) {
      if (tokens.is(position, TokenKind.QUOTED_NAME)) {
        return true;
      }
      if (tokens.is(position, TokenKind.WORD)) {
        Keyword keyword = tokens.keyword(position);
        KeywordCategory category = keyword.category();
        if (category == KeywordCategory.UNRESERVED || category == also) {
          return !isMergedWithNext(keyword);
        }
        if (isPlainName(keyword)) {
          return true;
        }
      }
    }
    expecting("a name");
    return false;
  }

  /** True for a key word that the configured version takes for any name. */
  boolean isPlainName(Keyword keyword) {
    return NewerWords.isPlainName(keyword, version);
  }

  /**
   * The scanner makes another token of FORMAT before JSON, NULLS before FIRST and LAST, WITH before
   * TIME and ORDINALITY, WITHOUT before TIME, NOT before LIKE and its kin: no names any more
   * (base_yylex in src/backend/parser/parser.c).
   */
  private boolean isMergedWithNext(Keyword keyword) {
    return switch (keyword) {
      case FORMAT -> keyword(1) == Keyword.JSON;
      case NULLS -> keyword(1) == Keyword.FIRST || keyword(1) == Keyword.LAST;
      case WITH -> keyword(1) == Keyword.TIME || keyword(1) == Keyword.ORDINALITY;
      case WITHOUT -> keyword(1) == Keyword.TIME;
      case NOT ->
          switch (keyword(1)) {
            case BETWEEN, IN, LIKE, ILIKE, SIMILAR -> true;
            default -> false;
          };
      default -> false;
    };
  }

  /** NonReservedWord: any name but a reserved word. */
  boolean atNonReservedWord() {
    return atColumnId() || atTypeOrFunctionName();
  }

  /** ColLabel: any word at all. */
  boolean atLabel() {
    TokenKind kind = kind();
    if (kind == TokenKind.QUOTED_NAME
        || (kind == TokenKind.WORD && !isMergedWithNext(tokens.keyword(position)))) {
      return true;
    }
    expecting("a name");
    return false;
  }

  /** BareColLabel: what may name an output column without AS. */
  boolean atBareLabel() {
    TokenKind kind = kind();
    return kind == TokenKind.QUOTED_NAME
        || (kind == TokenKind.WORD
            && tokens.keyword(position).isBareLabel()
            && !isMergedWithNext(tokens.keyword(position)));
  }

  String columnId() {
    return name(atColumnId());
  }

  String typeOrFunctionName() {
    return name(atTypeOrFunctionName());
  }

  String nonReservedWord() {
    return name(atNonReservedWord());
  }

  String label() {
    return name(atLabel());
  }

  private String name(boolean found) {
    if (!found) {
      throw fail();
    }
    return tokens.name(position++);
  }

  /** Steps over a ColId without making its text. */
  void skipColumnId() {
    skip(atColumnId());
  }

  void skipLabel() {
    skip(atLabel());
  }

  void skipTypeOrFunctionName() {
    skip(atTypeOrFunctionName());
  }

  private void skip(boolean found) {
    if (!found) {
      throw fail();
    }
    position++;
  }

  // ---- constants

  /** The value of the string here. */
  String string() {
    expect(TokenKind.STRING);
    return tokens.string(position - 1);
  }

  /** The integer here as it is written. */
  String integer() {
    expect(TokenKind.INTEGER);
    return tokens.textOf(position - 1);
  }

  // ---- spans

  /** From the first character of {@code firstToken} to the last that was read. */
  Span spanFrom(int firstToken) {
    int start = tokens.start(firstToken);
    return new Span(start, position > firstToken ? tokens.end(position - 1) : start);
  }

  Expression expressionFrom(int firstToken) {
    Span span = spanFrom(firstToken);
    return new Expression(span, span.of(tokens.text()));
  }

  // ---- refusing

  /** Says that {@code what} could stand here, as in {@code an expression}. */
  void expecting(String what) {
    if (position == watched) {
      failure.expect(what);
    }
  }

  /** Refuses the token here: {@code throw cursor.fail()}. */
  SyntaxError fail() {
    failure.at(position, end, textEnd);
    return SyntaxError.INSTANCE;
  }

  /** Refuses the token here, which is none of {@code what}. */
  SyntaxError failExpecting(String what) {
    expecting(what);
    return fail();
  }

  /** Refuses the token with a message of its own: what the grammar takes and then rejects. */
  SyntaxError fail(int token, String message) {
    failure.at(token, message, end, textEnd);
    return SyntaxError.INSTANCE;
  }

  /** Refuses what the configured server version does not know yet. */
  void requireVersion(int first, int token, String what) {
    if (!version.atLeast(first)) {
      failure.at(token, end, textEnd);
      failure.hint(
          "%s needs PostgreSQL %d; the configured version is %s.".formatted(what, first, version));
      throw SyntaxError.INSTANCE;
    }
  }

  /** Goes one level deeper; with {@link #leave} around whatever reads itself. */
  void enter() {
    if (++depth > DEEPEST) {
      throw fail(position, "nested deeper than " + DEEPEST + " levels");
    }
  }

  void leave() {
    depth--;
  }
}
