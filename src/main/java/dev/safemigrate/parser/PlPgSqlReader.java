package dev.safemigrate.parser;

import dev.safemigrate.ast.Delete;
import dev.safemigrate.ast.Insert;
import dev.safemigrate.ast.Opaque;
import dev.safemigrate.ast.Query;
import dev.safemigrate.ast.Select;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.Update;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.Lexer;
import dev.safemigrate.text.Span;
import dev.safemigrate.text.TokenKind;
import dev.safemigrate.text.Tokens;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the SQL in a PL/pgSQL body (manual chapter "PL/pgSQL"; src/pl/plpgsql/src/pl_gram.y).
 *
 * <p>Control flow only decides where statements and expressions begin and end, so blocks, branches
 * and loops are walked flat: behind BEGIN, THEN, ELSE, LOOP and a semicolon a statement begins.
 */
final class PlPgSqlReader {

  private final BodyReader bodies;
  private final Tokens tokens;
  private final int end;
  private final List<Statement> found = new ArrayList<>();
  private int position;

  PlPgSqlReader(BodyReader bodies, Tokens tokens) {
    this.bodies = bodies;
    this.tokens = tokens;
    this.end = tokens.count();
  }

  List<Statement> read() {
    while (position < end) {
      statement();
    }
    return found;
  }

  private void statement() {
    if (at(TokenKind.SEMICOLON) || atWord("begin") || atWord("else") || atWord("exception")) {
      position++;
    } else if (is(position, "#")) {
      // A setting of the compiler, as in #variable_conflict use_column.
      position += 3;
    } else if (is(position, "<<")) {
      position = until(position, index -> is(index, ">>")) + 1;
    } else if (atWord("declare")) {
      position++;
      declarations();
    } else if (atWord("if") || atWord("elsif") || atWord("elseif") || atWord("when")) {
      condition("then");
    } else if (atWord("while")) {
      condition("loop");
    } else if (atWord("case")) {
      int when = until(position + 1, index -> is(index, "when"));
      expression(position + 1, when);
      position = when;
    } else if (atWord("loop")) {
      position++;
    } else if (atWord("for") || atWord("foreach")) {
      loop();
    } else {
      int to = endOfStatement();
      simpleStatement(position, to);
      position = to + 1;
    }
  }

  private void condition(String closing) {
    int to = until(position + 1, index -> is(index, closing));
    expression(position + 1, to);
    position = to + 1;
  }

  private void loop() {
    int in = until(position + 1, index -> is(index, "in"));
    int to = until(in, index -> is(index, "loop"));
    int from = atWord("foreach") ? in + 2 : in + 1;
    int range = until(from, index -> index < end && tokens.is(index, TokenKind.DOT_DOT));
    if (from < to && is(from, "execute")) {
      dynamic(from + 1, to);
    } else if (range < to) {
      expression(is(from, "reverse") ? from + 1 : from, range);
      expression(range + 1, Math.min(to, until(range, index -> is(index, "by"))));
    } else if (from < to && startsQuery(from)) {
      sql(from, to);
    } else {
      expression(from, to);
    }
    position = to + 1;
  }

  private boolean startsQuery(int index) {
    return switch (tokens.keyword(index)) {
      case SELECT, WITH, VALUES, TABLE, INSERT, UPDATE, DELETE, MERGE, SHOW, EXPLAIN -> true;
      default -> tokens.is(index, TokenKind.OPEN_PARENTHESIS);
    };
  }

  // ---- declarations

  private void declarations() {
    while (position < end && !atWord("begin")) {
      if (is(position, "<<")) {
        return;
      }
      int to = endOfStatement();
      declaration(position, to);
      position = to + 1;
    }
  }

  private void declaration(int from, int to) {
    int cursor = until(from, index -> is(index, "cursor"));
    if (cursor < to) {
      int query = until(cursor, index -> is(index, "for") || is(index, "is"));
      if (query + 1 < to) {
        sql(query + 1, to);
      }
      return;
    }
    int value =
        until(
            from,
            index ->
                is(index, "default")
                    || tokens.is(index, TokenKind.COLON_EQUALS)
                    || tokens.is(index, TokenKind.EQUALS));
    if (value < to) {
      expression(value + 1, to);
    }
  }

  // ---- statements that a semicolon ends

  private void simpleStatement(int from, int to) {
    if (is(from, "end") || is(from, "null")) {
      return;
    }
    if (isAssignment(from, to)) {
      int sign = until(from, this::isAssignmentSign);
      expression(sign + 1, to);
      return;
    }
    if (is(from, "exit") || is(from, "continue")) {
      int when = until(from, index -> is(index, "when"));
      expression(Math.min(when + 1, to), to);
    } else if (is(from, "return")) {
      returned(from + 1, to);
    } else if (is(from, "perform")) {
      Span span = span(from, to);
      String text = new Span(tokens.end(from), span.end()).of(tokens.text());
      found.add(BodyReader.select(span, "SELECT" + text));
    } else if (is(from, "execute")) {
      dynamic(from + 1, to);
    } else if (is(from, "open")) {
      opened(from, to);
    } else if (is(from, "raise")) {
      int comma = until(from, index -> tokens.is(index, TokenKind.COMMA));
      expression(comma + 1, Math.min(to, until(comma, index -> is(index, "using"))));
    } else if (is(from, "assert")) {
      expression(from + 1, to);
    } else if (!is(from, "get") && !movesCursor(from)) {
      sql(from, to);
    }
  }

  private boolean movesCursor(int from) {
    return is(from, "fetch") || is(from, "move") || is(from, "close");
  }

  private void returned(int from, int to) {
    if (is(from, "query") && is(from + 1, "execute")) {
      dynamic(from + 2, to);
    } else if (is(from, "query") && from + 1 < to) {
      sql(from + 1, to);
    } else {
      expression(is(from, "next") ? from + 1 : from, to);
    }
  }

  private void opened(int from, int to) {
    int query = until(from, index -> is(index, "for"));
    if (is(query + 1, "execute")) {
      dynamic(query + 2, to);
    } else if (query + 1 < to) {
      sql(query + 1, to);
    }
  }

  /** A variable, a field or an element of an array in front of {@code :=} or {@code =}. */
  private boolean isAssignment(int from, int to) {
    int sign = until(from, this::isAssignmentSign);
    if (sign >= to || sign == from) {
      return false;
    }
    boolean brackets = false;
    for (int i = from + 1; i < sign; i++) {
      boolean bracket = tokens.is(i, TokenKind.OPEN_BRACKET);
      brackets |= bracket;
      if (!brackets && !tokens.is(i, TokenKind.DOT) && !tokens.is(i - 1, TokenKind.DOT)) {
        return false;
      }
    }
    return true;
  }

  private boolean isAssignmentSign(int index) {
    return tokens.is(index, TokenKind.COLON_EQUALS) || tokens.is(index, TokenKind.EQUALS);
  }

  // ---- what was found

  private void expression(int from, int to) {
    if (from < to) {
      BodyReader.expression(tokens, from, to).ifPresent(found::add);
    }
  }

  /** A statement of SQL, with the INTO that names variables taken out. */
  private void sql(int from, int to) {
    int into = variablesInto(from, to);
    if (into == to) {
      found.add(bodies.statement(tokens, from, to));
      return;
    }
    int afterInto = endOfTarget(into + 1, to);
    Tokens without = tokens.without(from, to, into, afterInto);
    Statement statement = bodies.statement(without, 0, without.count());
    String text = textOf(from, into) + (afterInto < to ? " " + textOf(afterInto, to) : "");
    found.add(worded(statement, text));
  }

  /** The statement with the words of its query replaced. */
  private static Statement worded(Statement statement, String text) {
    Query query = new Query(statement.span(), text);
    if (statement instanceof Select) {
      return BodyReader.select(query.span(), text);
    }
    if (statement instanceof Insert s) {
      return new Insert(
          s.span(),
          query,
          s.table(),
          s.alias(),
          s.byPosition(),
          s.onConflict(),
          s.returning(),
          s.with());
    }
    if (statement instanceof Update s) {
      return new Update(
          s.span(),
          query,
          s.table(),
          s.alias(),
          s.columns(),
          s.from(),
          s.where(),
          s.returning(),
          s.with());
    }
    if (statement instanceof Delete s) {
      return new Delete(
          s.span(), query, s.table(), s.alias(), s.using(), s.where(), s.returning(), s.with());
    }
    return statement;
  }

  /** The INTO of PL/pgSQL: any but that of INSERT INTO and MERGE INTO. */
  private int variablesInto(int from, int to) {
    boolean query =
        switch (tokens.keyword(from)) {
          case SELECT, WITH, VALUES, TABLE, INSERT, UPDATE, DELETE, MERGE -> true;
          default -> tokens.is(from, TokenKind.OPEN_PARENTHESIS);
        };
    for (int i = from + 1; query && i < to; i++) {
      boolean into = tokens.is(i, Keyword.INTO);
      if (into && !tokens.is(i - 1, Keyword.INSERT) && !tokens.is(i - 1, Keyword.MERGE)) {
        return i;
      }
    }
    return to;
  }

  private int endOfTarget(int from, int to) {
    int index = is(from, "strict") ? from + 1 : from;
    while (index < to) {
      index++;
      while (index < to && tokens.is(index, TokenKind.DOT)) {
        index += 2;
      }
      if (index < to && tokens.is(index, TokenKind.OPEN_BRACKET)) {
        index = until(index, i -> tokens.is(i, TokenKind.CLOSE_BRACKET)) + 1;
      }
      if (index >= to || !tokens.is(index, TokenKind.COMMA)) {
        return Math.min(index, to);
      }
      index++;
    }
    return to;
  }

  /** EXECUTE of a text: read as far as its literals tell. */
  private void dynamic(int from, int to) {
    int textEnd = Math.min(to, until(from, index -> is(index, "into") || is(index, "using")));
    if (textEnd <= from) {
      return;
    }
    Span span = span(from, textEnd);
    boolean known = false;
    for (int i = from; i < textEnd; i++) {
      known |= tokens.is(i, TokenKind.STRING);
    }
    if (known) {
      LiteralMask.Dynamic readable = LiteralMask.readable(tokens, from, textEnd);
      List<Statement> statements =
          bodies.script(Lexer.read(readable.text(), span.start(), span.end()));
      if (statements.stream().noneMatch(BodyReader::isRefused)) {
        found.addAll(statements);
        if (!readable.partlyUnknown()) {
          return;
        }
      }
    }
    found.add(new Opaque(span, "SQL that is put together at run time", true));
  }

  // ---- looking

  private Span span(int from, int to) {
    return new Span(tokens.start(from), tokens.end(to - 1));
  }

  private String textOf(int from, int to) {
    return span(from, to).of(tokens.text());
  }

  private boolean at(TokenKind kind) {
    return tokens.is(position, kind);
  }

  private boolean atWord(String word) {
    return is(position, word);
  }

  private boolean is(int index, String word) {
    return index < end && tokens.spells(index, word);
  }

  private int endOfStatement() {
    int index = position;
    while (index < end && !tokens.is(index, TokenKind.SEMICOLON)) {
      index++;
    }
    return index;
  }

  private interface Stop {
    boolean at(int index);
  }

  /**
   * The first token from {@code from} that stops, outside of parentheses, brackets and CASE
   * expressions; a semicolon stops always, so that a mistake spoils one statement.
   */
  private int until(int from, Stop stop) {
    int depth = 0;
    int index = from;
    while (index < end && !tokens.is(index, TokenKind.SEMICOLON)) {
      if (depth == 0 && stop.at(index)) {
        return index;
      }
      depth += opens(index) - closes(index);
      index++;
    }
    return index;
  }

  private int opens(int index) {
    boolean opens =
        tokens.is(index, TokenKind.OPEN_PARENTHESIS)
            || tokens.is(index, TokenKind.OPEN_BRACKET)
            || tokens.is(index, Keyword.CASE);
    return opens ? 1 : 0;
  }

  private int closes(int index) {
    boolean closes =
        tokens.is(index, TokenKind.CLOSE_PARENTHESIS)
            || tokens.is(index, TokenKind.CLOSE_BRACKET)
            || tokens.is(index, Keyword.END);
    return closes ? 1 : 0;
  }
}
