package dev.safemigrate.parser;

import dev.safemigrate.ast.FunctionBody;
import dev.safemigrate.ast.Opaque;
import dev.safemigrate.ast.PersistenceKind;
import dev.safemigrate.ast.Query;
import dev.safemigrate.ast.Select;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.Unparsed;
import dev.safemigrate.text.Chunk;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.Lexer;
import dev.safemigrate.text.Span;
import dev.safemigrate.text.StatementSplitter;
import dev.safemigrate.text.TokenKind;
import dev.safemigrate.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the static SQL statements in the bodies of functions and DO blocks. Their spans are those
 * of the file. What is only known at run time, or written in another language, comes back as {@link
 * Opaque}.
 */
final class BodyReader {

  /** Bodies inside bodies inside bodies: more than anybody writes. */
  private static final int DEEPEST = 8;

  private final ChunkParser parser;
  private int depth;

  BodyReader(ChunkParser parser) {
    this.parser = parser;
  }

  /**
   * Reads a body.
   *
   * @param source the text that the spans refer to, usually the whole file
   * @param language as LANGUAGE says, in any case
   * @param body its span is the place of its text in {@code source}
   */
  List<Statement> statements(String source, String language, FunctionBody body) {
    if (language.equalsIgnoreCase("c") || language.equalsIgnoreCase("internal")) {
      // The body only names a symbol.
      return List.of();
    }
    boolean sql = body.sqlStandard() || language.equalsIgnoreCase("sql");
    if (!sql && !language.equalsIgnoreCase("plpgsql")) {
      return List.of(new Opaque(body.span(), "a body in " + language, false));
    }
    if (depth == DEEPEST) {
      return List.of(new Opaque(body.span(), "bodies nested too deeply", false));
    }
    depth++;
    try {
      Span span = body.span();
      String readable = LiteralMask.readable(source, span, body.text());
      Tokens tokens = Lexer.read(readable, span.start(), span.end());
      if (body.sqlStandard()) {
        return standardBody(tokens);
      }
      return sql ? script(tokens) : new PlPgSqlReader(this, tokens).read();
    } finally {
      depth--;
    }
  }

  /** The statements of an SQL script, such as a body in SQL or the text of an EXECUTE. */
  List<Statement> script(Tokens tokens) {
    List<Statement> statements = new ArrayList<>();
    for (Chunk chunk : StatementSplitter.split(tokens)) {
      if (!chunk.isEmpty()) {
        statements.add(statement(tokens, chunk.firstToken(), chunk.endToken()));
      }
    }
    return statements;
  }

  /** The statement made of these tokens. */
  Statement statement(Tokens tokens, int from, int to) {
    Span span = new Span(tokens.start(from), tokens.end(to - 1));
    return parser.statement(tokens, new Chunk(span, from, to, to));
  }

  /** RETURN expression, or BEGIN ATOMIC with statements that semicolons end. */
  private List<Statement> standardBody(Tokens tokens) {
    if (tokens.is(0, Keyword.RETURN)) {
      return expression(tokens, 1, endOf(tokens, 1)).map(List::of).orElse(List.of());
    }
    List<Statement> statements = new ArrayList<>();
    int from = tokens.is(0, Keyword.BEGIN) ? 2 : 0;
    while (from < tokens.count()) {
      int to = endOf(tokens, from);
      boolean end = tokens.is(from, Keyword.END) && to - from == 1;
      if (tokens.is(from, Keyword.RETURN)) {
        expression(tokens, from + 1, to).ifPresent(statements::add);
      } else if (to > from && !end) {
        statements.add(statement(tokens, from, to));
      }
      from = to + 1;
    }
    return statements;
  }

  private static int endOf(Tokens tokens, int from) {
    int index = from;
    while (index < tokens.count() && !tokens.is(index, TokenKind.SEMICOLON)) {
      index++;
    }
    return index;
  }

  /**
   * An expression as the query that the server makes of it; empty when it neither reads a relation
   * nor calls a function.
   */
  static Optional<Statement> expression(Tokens tokens, int from, int to) {
    boolean asks = false;
    for (int i = from; i < to && !asks; i++) {
      boolean call =
          tokens.is(i, TokenKind.OPEN_PARENTHESIS)
              && i > from
              && (tokens.is(i - 1, TokenKind.WORD) || tokens.is(i - 1, TokenKind.QUOTED_NAME))
              && !isOperatorWord(tokens.keyword(i - 1));
      asks = call || tokens.is(i, Keyword.SELECT);
    }
    if (!asks) {
      return Optional.empty();
    }
    Span span = new Span(tokens.start(from), tokens.end(to - 1));
    return Optional.of(select(span, "SELECT " + span.of(tokens.text())));
  }

  static Select select(Span span, String text) {
    return new Select(span, new Query(span, text), Optional.empty(), PersistenceKind.PERMANENT);
  }

  /** Words in front of a parenthesis that call nothing. */
  private static boolean isOperatorWord(Keyword keyword) {
    return switch (keyword) {
      case AND,
          OR,
          NOT,
          IN,
          ANY,
          ALL,
          SOME,
          CASE,
          WHEN,
          THEN,
          ELSE,
          BETWEEN,
          LIKE,
          ILIKE,
          IS,
          ARRAY,
          ROW ->
          true;
      default -> false;
    };
  }

  static boolean isRefused(Statement statement) {
    return statement instanceof Unparsed;
  }
}
