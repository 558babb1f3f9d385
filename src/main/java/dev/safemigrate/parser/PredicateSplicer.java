package dev.safemigrate.parser;

import dev.safemigrate.ast.Delete;
import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.Insert;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.RelationReference;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.Unparsed;
import dev.safemigrate.ast.Update;
import dev.safemigrate.text.Chunk;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.Span;
import dev.safemigrate.text.TokenKind;
import dev.safemigrate.text.Tokens;
import java.util.Locale;
import java.util.Optional;

/**
 * Narrows an UPDATE, a DELETE or the SELECT of an INSERT to a part of a table, such as the rows of
 * one batch.
 *
 * <p>The predicate is put into the original text at the places of tokens, the old WHERE in
 * parentheses, so that nothing else of the statement changes: not its comments, not its literals.
 * The result is read again and only given when it says the same of the same table.
 */
public final class PredicateSplicer {

  private final ServerVersion version;

  public PredicateSplicer(ServerVersion version) {
    this.version = version;
  }

  /** What came of splicing. */
  public sealed interface Result {}

  /**
   * The narrowed statement, without a semicolon.
   *
   * @param sql its text
   */
  public record Spliced(String sql) implements Result {}

  /**
   * The statement cannot be narrowed.
   *
   * @param reason why, as a sentence without full stop
   */
  public record Refused(String reason) implements Result {}

  /**
   * Adds a predicate to what the statement already demands of its rows.
   *
   * @param sql one UPDATE, DELETE or INSERT ... SELECT, with or without a semicolon
   * @param predicate a condition on the target, or on a table that INSERT's SELECT reads, its
   *     columns qualified by the alias or the table
   */
  public Result splice(String sql, String predicate) {
    Optional<String> notAnExpression = whyNoExpression(predicate);
    if (notAnExpression.isPresent()) {
      return new Refused(notAnExpression.get());
    }
    ParsedScript script = SqlParser.parse(sql, version);
    if (script.statements().size() != 1) {
      return new Refused("there are " + script.statements().size() + " statements and not one");
    }
    Statement statement = script.statements().get(0);
    Optional<Written> written = written(script);
    if (written.isEmpty()) {
      return new Refused(whyNotNarrowed(statement));
    }
    Optional<String> undivided = whyNotDivided(script);
    if (undivided.isPresent()) {
      return new Refused(undivided.get());
    }
    Optional<Span> where = written.get().where();
    if (conditionOf(statement).map(PredicateSplicer::isCursor).orElse(false)) {
      return new Refused("WHERE CURRENT OF reads its row from a cursor");
    }
    Span place = where.orElseGet(() -> placeOfWhere(script));
    String old = where.isPresent() ? "(" + place.of(sql) + ") AND " : " WHERE ";
    int end = script.tokens().end(script.chunks().get(0).endToken() - 1);
    String result =
        sql.substring(0, place.start())
            + old
            + "("
            + predicate
            + ")"
            + sql.substring(place.end(), Math.max(end, place.end()));
    return checked(result, written.get());
  }

  /** The part of the statement that matters here. */
  private record Written(
      Class<? extends Statement> kind,
      QualifiedName table,
      boolean only,
      Optional<String> alias,
      Optional<Span> where) {

    boolean sameTarget(Written other) {
      return kind == other.kind
          && table.equals(other.table)
          && only == other.only
          && alias.equals(other.alias);
    }
  }

  private static Optional<Written> written(ParsedScript script) {
    Statement statement = script.statements().get(0);
    Optional<Span> where = conditionOf(statement).map(Expression::span);
    if (statement instanceof Update update) {
      return Optional.of(written(Update.class, update.table(), update.alias(), where));
    }
    if (statement instanceof Delete delete) {
      return Optional.of(written(Delete.class, delete.table(), delete.alias(), where));
    }
    if (statement instanceof Insert insert) {
      return Optional.of(
          new Written(Insert.class, insert.table(), false, insert.alias(), shape(script).where()));
    }
    return Optional.empty();
  }

  private static Written written(
      Class<? extends Statement> kind,
      RelationReference table,
      Optional<String> alias,
      Optional<Span> where) {
    return new Written(kind, table.name(), table.only(), alias, where);
  }

  private static Optional<Expression> conditionOf(Statement statement) {
    if (statement instanceof Update update) {
      return update.where();
    }
    return statement instanceof Delete delete ? delete.where() : Optional.empty();
  }

  private static SelectShape shape(ParsedScript script) {
    return SelectShape.of(script.tokens(), script.chunks().get(0));
  }

  private static Optional<String> whyNotDivided(ParsedScript script) {
    return script.statements().get(0) instanceof Insert
        ? shape(script).whyNotDivided()
        : Optional.empty();
  }

  private static String whyNotNarrowed(Statement statement) {
    return statement instanceof Unparsed unparsed
        ? "the statement cannot be read: " + unparsed.problem().message()
        : "only UPDATE, DELETE and INSERT ... SELECT can be narrowed";
  }

  static boolean isCursor(Expression where) {
    return where.text().toUpperCase(Locale.ROOT).matches("(?s)CURRENT\\s+OF\\b.*");
  }

  /** A predicate could otherwise end the parenthesis that is put around it, or the statement. */
  private Optional<String> whyNoExpression(String predicate) {
    ParsedScript script = SqlParser.parse("SELECT (" + predicate + "\n)", version);
    boolean one =
        script.statements().size() == 1
            && !(script.statements().get(0) instanceof Unparsed)
            && isEnclosed(script.tokens());
    boolean lineComment = script.tokens().commentCount() > 0;
    return one && !lineComment
        ? Optional.empty()
        : Optional.of("the predicate is not an expression: " + predicate);
  }

  /** Whether the parenthesis behind SELECT ends with the last token. */
  private static boolean isEnclosed(Tokens tokens) {
    int depth = 0;
    for (int i = 1; i < tokens.count(); i++) {
      depth += depthChange(tokens, i);
      if (depth == 0) {
        return i == tokens.count() - 1;
      }
    }
    return false;
  }

  /** Behind the last token in front of RETURNING, or of the statement. */
  private static Span placeOfWhere(ParsedScript script) {
    if (script.statements().get(0) instanceof Insert) {
      int offset = shape(script).placeOfWhere().orElseThrow();
      return new Span(offset, offset);
    }
    Tokens tokens = script.tokens();
    Chunk chunk = script.chunks().get(0);
    int depth = 0;
    int last = chunk.endToken() - 1;
    for (int i = chunk.firstToken(); i < chunk.endToken(); i++) {
      depth += depthChange(tokens, i);
      if (depth == 0 && tokens.is(i, Keyword.RETURNING)) {
        last = i - 1;
        break;
      }
    }
    int offset = tokens.end(last);
    return new Span(offset, offset);
  }

  private static int depthChange(Tokens tokens, int token) {
    if (tokens.is(token, TokenKind.OPEN_PARENTHESIS)) {
      return 1;
    }
    return tokens.is(token, TokenKind.CLOSE_PARENTHESIS) ? -1 : 0;
  }

  private Result checked(String sql, Written before) {
    ParsedScript script = SqlParser.parse(sql, version);
    if (script.statements().size() != 1) {
      return new Refused("the narrowed statement does not read as one statement");
    }
    Optional<Written> after = written(script);
    boolean same = after.map(before::sameTarget).orElse(false);
    boolean narrowed = after.flatMap(Written::where).isPresent();
    return same && narrowed
        ? new Spliced(sql)
        : new Refused("the narrowed statement does not read as the same one");
  }
}
