package dev.safemigrate.parser;

import dev.safemigrate.ast.Query;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;

/** Queries around their SELECTs: WITH, UNION and its kin, ORDER BY, LIMIT, FOR UPDATE. */
final class QueryRecogniser {

  // What a query in parentheses already has and so cannot get once more from outside.
  private static final int SORT = 1;
  private static final int LIMIT = 2;
  private static final int OFFSET = 4;
  private static final int WITH = 8;

  private final Grammar grammar;
  private final TokenCursor cursor;
  private int clauses;

  QueryRecogniser(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
  }

  /** SelectStmt, kept as the words of the file. */
  Query readQuery() {
    int start = cursor.position();
    selectStatement();
    return new Query(cursor.spanFrom(start), cursor.spanFrom(start).of(cursor.tokens().text()));
  }

  /** SelectStmt: with or without parentheses around it. */
  void selectStatement() {
    if (!atQueryWord() && cursor.kind() != TokenKind.OPEN_PARENTHESIS) {
      throw cursor.failExpecting("a query");
    }
    selectNoParens();
  }

  /** True for the words that begin a query where nothing else may stand. */
  boolean atQueryWord() {
    return atQueryStart() || cursor.keyword() == Keyword.VALUES;
  }

  /** True where SELECT, VALUES, TABLE or WITH begins a query. */
  boolean atQueryStart() {
    return switch (cursor.keyword()) {
      case SELECT, TABLE, WITH -> true;
      case VALUES -> cursor.kind(1) == TokenKind.OPEN_PARENTHESIS;
      default -> false;
    };
  }

  /** True where a query in parentheses can only go on as a query. */
  boolean atQueryContinuation() {
    return switch (cursor.keyword()) {
      case UNION, INTERSECT, EXCEPT, ORDER, LIMIT, OFFSET, FETCH, FOR -> true;
      default -> false;
    };
  }

  /** select_with_parens. */
  void selectWithParens() {
    cursor.enter();
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    if (!atQueryWord() && cursor.kind() != TokenKind.OPEN_PARENTHESIS) {
      throw cursor.failExpecting("a query");
    }
    selectNoParens();
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    cursor.leave();
  }

  /** select_no_parens, also one that is nothing but parentheses. */
  void selectNoParens() {
    boolean with = cursor.at(Keyword.WITH);
    int start = cursor.position();
    if (with) {
      grammar.selects.withClause();
    }
    afterWith(with, start);
  }

  /** The query behind a WITH clause that was read. */
  void afterWith(boolean with, int withToken) {
    int inner = operands();
    if (with && (inner & WITH) != 0) {
      throw cursor.fail(withToken, "multiple WITH clauses not allowed");
    }
    tail(inner | (with ? WITH : 0));
  }

  /** Goes on behind a query in parentheses: UNION ..., ORDER BY ... */
  void continueQuery() {
    int inner = clauses;
    tail(setOperations(1, inner));
  }

  private int operands() {
    return setOperations(1, operand());
  }

  private int operand() {
    switch (cursor.keyword()) {
      case SELECT -> grammar.selects.select();
      case VALUES -> grammar.selects.values();
      case TABLE -> {
        cursor.advance();
        grammar.from.relation();
      }
      default -> {
        if (!cursor.at(TokenKind.OPEN_PARENTHESIS)) {
          throw cursor.failExpecting("SELECT");
        }
        selectWithParens();
        return clauses;
      }
    }
    return 0;
  }

  /** UNION and EXCEPT bind less than INTERSECT; all associate to the left. */
  private int setOperations(int lowest, int left) {
    int result = left;
    while (true) {
      int level =
          switch (cursor.keyword()) {
            case UNION, EXCEPT -> 1;
            case INTERSECT -> 2;
            default -> 0;
          };
      if (level < lowest) {
        return result;
      }
      cursor.advance();
      if (!cursor.accept(Keyword.ALL)) {
        cursor.accept(Keyword.DISTINCT);
      }
      int right = operand();
      setOperations(level + 1, right);
      result = 0;
    }
  }

  /** Sorting, limits and locks in the orders that the grammar allows. */
  private void tail(int inner) {
    int seen = inner;
    boolean sorted = (inner & SORT) != 0;
    if (cursor.at(Keyword.ORDER)) {
      int first = cursor.position() + 2;
      grammar.windows.sort();
      if (sorted) {
        throw cursor.fail(first, "multiple ORDER BY clauses not allowed");
      }
      sorted = true;
    }
    int start = cursor.position();
    grammar.selects.resetTies();
    boolean skipsLocked = grammar.selects.optionalLocks();
    boolean locksFirst = cursor.position() > start;
    int limits = grammar.selects.limits(inner);
    if (!locksFirst) {
      skipsLocked = grammar.selects.optionalLocks();
    }
    refuseTies(sorted, skipsLocked);
    clauses = seen | (sorted ? SORT : 0) | limits;
  }

  private void refuseTies(boolean sorted, boolean skipsLocked) {
    int ties = grammar.selects.tiesToken();
    if (ties < 0) {
      return;
    }
    if (!sorted) {
      throw cursor.fail(ties, "WITH TIES cannot be specified without ORDER BY clause");
    }
    if (skipsLocked) {
      throw cursor.fail(ties, "SKIP LOCKED and WITH TIES options cannot be used together");
    }
  }

  static boolean hasLimit(int clauses) {
    return (clauses & LIMIT) != 0;
  }

  static boolean hasOffset(int clauses) {
    return (clauses & OFFSET) != 0;
  }

  static int limitClauses(boolean limit, boolean offset) {
    return (limit ? LIMIT : 0) | (offset ? OFFSET : 0);
  }
}
