package dev.safemigrate.parser;

import dev.safemigrate.ast.PersistenceKind;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;
import java.util.Optional;

/** One SELECT with its clauses, VALUES, and the clauses that surround them. */
final class SelectRecogniser {

  private final Grammar grammar;
  private final TokenCursor cursor;
  private final LimitRecogniser limits;
  private Optional<QualifiedName> into = Optional.empty();
  private PersistenceKind intoPersistence = PersistenceKind.PERMANENT;

  SelectRecogniser(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
    this.limits = new LimitRecogniser(grammar);
  }

  /** Forgets the INTO of an earlier statement. */
  void reset() {
    into = Optional.empty();
    intoPersistence = PersistenceKind.PERMANENT;
  }

  /** The table that the SELECTs since {@link #reset} create. */
  Optional<QualifiedName> into() {
    return into;
  }

  PersistenceKind intoPersistence() {
    return intoPersistence;
  }

  /** simple_select behind SELECT. */
  void select() {
    cursor.enter();
    cursor.expect(Keyword.SELECT);
    boolean mustHaveTargets = false;
    if (cursor.accept(Keyword.DISTINCT)) {
      mustHaveTargets = true;
      if (cursor.accept(Keyword.ON)) {
        cursor.expect(TokenKind.OPEN_PARENTHESIS);
        grammar.expressions.expressionList();
        cursor.expect(TokenKind.CLOSE_PARENTHESIS);
      }
    } else {
      cursor.accept(Keyword.ALL);
    }
    if (mustHaveTargets || !atEndOfTargets()) {
      targets();
    }
    clauses();
    cursor.leave();
  }

  private boolean atEndOfTargets() {
    return switch (cursor.kind()) {
      case END, CLOSE_PARENTHESIS, SEMICOLON -> true;
      case WORD -> followsTargets(cursor.keyword());
      default -> false;
    };
  }

  /** True for the words that may follow a select list; none of them begins an expression. */
  static boolean followsTargets(Keyword keyword) {
    return switch (keyword) {
      case INTO,
          FROM,
          WHERE,
          GROUP,
          HAVING,
          WINDOW,
          UNION,
          INTERSECT,
          EXCEPT,
          ORDER,
          LIMIT,
          OFFSET,
          FETCH,
          FOR,
          ON,
          WITH,
          RETURNING ->
          true;
      default -> false;
    };
  }

  /** target_list. */
  void targets() {
    do {
      target();
    } while (cursor.accept(TokenKind.COMMA));
  }

  private void target() {
    if (cursor.accept(TokenKind.STAR)) {
      return;
    }
    grammar.expressions.targetExpression();
    if (cursor.accept(Keyword.AS)) {
      cursor.skipLabel();
    } else if (cursor.atBareLabel()) {
      cursor.advance();
    }
  }

  private void clauses() {
    if (cursor.accept(Keyword.INTO)) {
      intoTable();
    }
    if (cursor.accept(Keyword.FROM)) {
      grammar.from.list();
    }
    if (cursor.accept(Keyword.WHERE)) {
      grammar.expressions.expression();
    }
    if (cursor.accept(Keyword.GROUP)) {
      cursor.expect(Keyword.BY);
      groupBy();
    }
    if (cursor.accept(Keyword.HAVING)) {
      grammar.expressions.expression();
    }
    if (cursor.accept(Keyword.WINDOW)) {
      grammar.windows.definitions();
    }
  }

  private void intoTable() {
    PersistenceKind persistence = PersistenceKind.PERMANENT;
    boolean scoped = cursor.accept(Keyword.LOCAL) || cursor.accept(Keyword.GLOBAL);
    if (cursor.accept(Keyword.TEMPORARY) || cursor.accept(Keyword.TEMP)) {
      persistence = PersistenceKind.TEMPORARY;
    } else if (scoped) {
      throw cursor.fail();
    } else if (cursor.accept(Keyword.UNLOGGED)) {
      persistence = PersistenceKind.UNLOGGED;
    }
    cursor.accept(Keyword.TABLE);
    QualifiedName name = grammar.names.qualifiedName();
    if (into.isEmpty()) {
      into = Optional.of(name);
      intoPersistence = persistence;
    }
  }

  private void groupBy() {
    if (!cursor.accept(Keyword.ALL)) {
      cursor.accept(Keyword.DISTINCT);
    }
    groupByItems();
  }

  private void groupByItems() {
    do {
      groupByItem();
    } while (cursor.accept(TokenKind.COMMA));
  }

  private void groupByItem() {
    TokenKind next = cursor.kind(1);
    if (cursor.kind() == TokenKind.OPEN_PARENTHESIS && next == TokenKind.CLOSE_PARENTHESIS) {
      cursor.advance();
      cursor.advance();
      return;
    }
    boolean parenthesis = next == TokenKind.OPEN_PARENTHESIS;
    switch (cursor.keyword()) {
      case CUBE, ROLLUP -> {
        if (parenthesis) {
          cursor.advance();
          cursor.advance();
          grammar.expressions.expressionList();
          cursor.expect(TokenKind.CLOSE_PARENTHESIS);
          return;
        }
      }
      case GROUPING -> {
        if (cursor.keyword(1) == Keyword.SETS) {
          cursor.enter();
          cursor.advance();
          cursor.advance();
          cursor.expect(TokenKind.OPEN_PARENTHESIS);
          groupByItems();
          cursor.expect(TokenKind.CLOSE_PARENTHESIS);
          cursor.leave();
          return;
        }
      }
      default -> {}
    }
    grammar.expressions.expression();
  }

  /** values_clause. */
  void values() {
    cursor.expect(Keyword.VALUES);
    do {
      cursor.expect(TokenKind.OPEN_PARENTHESIS);
      grammar.expressions.expressionList();
      cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    } while (cursor.accept(TokenKind.COMMA));
  }

  // ---- WITH

  /** with_clause. */
  void withClause() {
    cursor.expect(Keyword.WITH);
    boolean named = cursor.keyword(1) == Keyword.AS || cursor.kind(1) == TokenKind.OPEN_PARENTHESIS;
    if (!named) {
      cursor.accept(Keyword.RECURSIVE);
    }
    do {
      commonTable();
    } while (cursor.accept(TokenKind.COMMA));
  }

  private void commonTable() {
    cursor.enter();
    cursor.skipColumnId();
    grammar.from.optionalNames();
    cursor.expect(Keyword.AS);
    if (cursor.accept(Keyword.NOT)) {
      cursor.expect(Keyword.MATERIALIZED);
    } else {
      cursor.accept(Keyword.MATERIALIZED);
    }
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    grammar.dml.skipPreparable();
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    if (cursor.accept(Keyword.SEARCH)) {
      if (!cursor.accept(Keyword.DEPTH)) {
        cursor.expect(Keyword.BREADTH);
      }
      cursor.expect(Keyword.FIRST, Keyword.BY);
      names();
      cursor.expect(Keyword.SET);
      cursor.skipColumnId();
    }
    if (cursor.accept(Keyword.CYCLE)) {
      cycle();
    }
    cursor.leave();
  }

  private void cycle() {
    names();
    cursor.expect(Keyword.SET);
    cursor.skipColumnId();
    if (cursor.accept(Keyword.TO)) {
      constant();
      cursor.expect(Keyword.DEFAULT);
      constant();
    }
    cursor.expect(Keyword.USING);
    cursor.skipColumnId();
  }

  private void names() {
    do {
      cursor.skipColumnId();
    } while (cursor.accept(TokenKind.COMMA));
  }

  private void constant() {
    int start = cursor.position();
    grammar.primaries.primary(true);
    boolean one = cursor.position() == start + 1;
    int last = cursor.position() - 1;
    boolean literal =
        switch (cursor.tokens().kind(last)) {
          case STRING, INTEGER, DECIMAL, BIT_STRING -> true;
          default ->
              one && isConstantWord(cursor.tokens().keyword(last))
                  || cursor.tokens().is(start, Keyword.INTERVAL);
        };
    if (!literal) {
      throw cursor.fail();
    }
  }

  private static boolean isConstantWord(Keyword keyword) {
    return keyword == Keyword.NULL || keyword == Keyword.TRUE || keyword == Keyword.FALSE;
  }

  // ---- limits and locks, which the query asks for

  void resetTies() {
    limits.reset();
  }

  int tiesToken() {
    return limits.tiesToken();
  }

  int limits(int inner) {
    return limits.limits(inner);
  }

  boolean optionalLocks() {
    return limits.optionalLocks();
  }
}
