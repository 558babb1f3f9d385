package dev.safemigrate.parser;

import dev.safemigrate.ast.PsqlCommand;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.SyntaxProblem;
import dev.safemigrate.ast.Unparsed;
import dev.safemigrate.text.Chunk;
import dev.safemigrate.text.Lexer;
import dev.safemigrate.text.Span;
import dev.safemigrate.text.StatementSplitter;
import dev.safemigrate.text.TokenKind;
import dev.safemigrate.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The front end: text to statements.
 *
 * <p>{@link Lexer} makes tokens of the text, {@link StatementSplitter} statements of the tokens,
 * {@link StatementParser} a tree of each. What the server would refuse comes back as {@link
 * Unparsed} and the next statement is read; nothing is thrown whatever the text. Nesting deeper
 * than {@value TokenCursor#DEEPEST} levels is refused with a message.
 */
public final class SqlParser implements ChunkParser {

  private final ServerVersion version;
  private final StatementBodies bodies;

  public SqlParser(ServerVersion version) {
    this.version = version;
    this.bodies = new StatementBodies(new BodyReader(this));
  }

  /** Reads a script as a server of the version does. */
  public static ParsedScript parse(String text, ServerVersion version) {
    return new SqlParser(version).read(text);
  }

  private ParsedScript read(String text) {
    Tokens tokens = Lexer.read(text);
    StatementParser parser = new StatementParser(new TokenCursor(tokens, version));
    List<Statement> statements = new ArrayList<>();
    List<Chunk> chunks = new ArrayList<>();
    int spanStart = 0;
    for (Chunk chunk : StatementSplitter.split(tokens)) {
      if (chunk.isEmpty()) {
        continue;
      }
      Span span = new Span(spanStart, chunk.span().end());
      spanStart = span.end();
      chunks.add(new Chunk(span, chunk.firstToken(), chunk.endToken(), chunk.nextToken()));
      statements.add(statement(parser, tokens, chunk));
    }
    return new ParsedScript(tokens, statements, covering(chunks, text.length()));
  }

  /** The last chunk reaches to the end of the text. */
  private static List<Chunk> covering(List<Chunk> chunks, int end) {
    if (chunks.isEmpty()) {
      return chunks;
    }
    int last = chunks.size() - 1;
    Chunk chunk = chunks.get(last);
    Span span = new Span(chunk.span().start(), end);
    chunks.set(last, new Chunk(span, chunk.firstToken(), chunk.endToken(), chunk.nextToken()));
    return chunks;
  }

  @Override
  public Statement statement(Tokens tokens, Chunk chunk) {
    return statement(new StatementParser(new TokenCursor(tokens, version)), tokens, chunk);
  }

  private Statement statement(StatementParser parser, Tokens tokens, Chunk chunk) {
    int first = chunk.firstToken();
    if (tokens.is(first, TokenKind.PSQL_COMMAND)) {
      return new PsqlCommand(tokens.span(first), tokens.textOf(first));
    }
    TokenCursor cursor = parser.cursor();
    try {
      Statement statement = attempt(parser, chunk, -1);
      if (!version.atLeast(NewerNumbers.SINCE)) {
        NewerNumbers.refuse(cursor, chunk);
      }
      return bodies.read(tokens.text(), statement);
    } catch (SyntaxError refused) {
      return refusal(parser, tokens, chunk, cursor.failure().token());
    }
  }

  private static Statement attempt(StatementParser parser, Chunk chunk, int watchedToken) {
    parser.cursor().start(chunk, watchedToken);
    Statement statement = parser.statement();
    parser.cursor().expectEnd();
    return statement;
  }

  /** Reads once more to learn what could have stood at the token that was refused. */
  private Statement refusal(StatementParser parser, Tokens tokens, Chunk chunk, int failedToken) {
    try {
      attempt(parser, chunk, failedToken);
      NewerNumbers.refuse(parser.cursor(), chunk);
    } catch (SyntaxError expected) {
      SyntaxFailure failure = parser.cursor().failure();
      Span span = new Span(tokens.start(chunk.firstToken()), tokens.end(chunk.endToken() - 1));
      Optional<String> hint =
          failure
              .hint()
              .or(() -> laterVersion(tokens, chunk))
              .or(() -> SyntaxHints.hint(tokens, chunk, failure.token()));
      SyntaxProblem problem = new SyntaxProblem(failure.span(), failure.message(), hint);
      return new Unparsed(span, problem, firstWord(tokens, chunk));
    }
    throw new IllegalStateException("a refused statement was accepted when read again");
  }

  /** The first later version whose grammar takes the statement. */
  private Optional<String> laterVersion(Tokens tokens, Chunk chunk) {
    for (int major = version.major() + 1; major <= ServerVersion.NEWEST_PROVEN.major(); major++) {
      StatementParser parser =
          new StatementParser(new TokenCursor(tokens, new ServerVersion(major)));
      try {
        attempt(parser, chunk, -1);
        return Optional.of(
            "This syntax needs PostgreSQL %d; the configured version is %s."
                .formatted(major, version));
      } catch (SyntaxError refused) {
        // Not in this version either.
        continue;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> firstWord(Tokens tokens, Chunk chunk) {
    int first = chunk.firstToken();
    return tokens.is(first, TokenKind.WORD) ? Optional.of(tokens.name(first)) : Optional.empty();
  }

  /** Words for a reader: what is only known when the statement runs is shown as an ellipsis. */
  public static String shown(String words) {
    return words.indexOf(LiteralMask.UNKNOWN) < 0
        ? words
        : words.replaceAll(LiteralMask.UNKNOWN + "+", "...");
  }
}
