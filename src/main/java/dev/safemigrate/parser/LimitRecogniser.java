package dev.safemigrate.parser;

import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;

/** LIMIT, OFFSET, FETCH FIRST and FOR UPDATE. */
final class LimitRecogniser {

  private final Grammar grammar;
  private final TokenCursor cursor;
  private int tiesToken = -1;

  LimitRecogniser(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
  }

  void reset() {
    tiesToken = -1;
  }

  /** The WITH of WITH TIES since {@link #reset}, or -1. */
  int tiesToken() {
    return tiesToken;
  }

  /**
   * opt_select_limit: LIMIT and OFFSET in either order. {@code inner} are the clauses that the
   * query has already; gives those with what was read.
   */
  int limits(int inner) {
    boolean limit = QueryRecogniser.hasLimit(inner);
    boolean offset = QueryRecogniser.hasOffset(inner);
    boolean limitHere = false;
    boolean offsetHere = false;
    while (true) {
      if (!limitHere && (cursor.at(Keyword.LIMIT) || cursor.at(Keyword.FETCH))) {
        int token = cursor.position();
        limit();
        refuseSecond(limit, token, "LIMIT");
        limitHere = true;
      } else if (!offsetHere && cursor.at(Keyword.OFFSET)) {
        int token = cursor.position();
        offset();
        refuseSecond(offset, token, "OFFSET");
        offsetHere = true;
      } else {
        return QueryRecogniser.limitClauses(limit || limitHere, offset || offsetHere);
      }
    }
  }

  private void refuseSecond(boolean had, int token, String clause) {
    if (had) {
      throw cursor.fail(token, "multiple " + clause + " clauses not allowed");
    }
  }

  private void limit() {
    int start = cursor.position();
    if (cursor.accept(Keyword.FETCH)) {
      fetchFirst();
      return;
    }
    cursor.expect(Keyword.LIMIT);
    if (!cursor.accept(Keyword.ALL)) {
      grammar.expressions.expression();
    }
    if (cursor.accept(TokenKind.COMMA)) {
      grammar.expressions.expression();
      cursor.failure().at(start, "LIMIT #,# syntax is not supported", cursor.endToken(), 0);
      cursor.failure().hint("Write LIMIT count OFFSET start.");
      throw SyntaxError.INSTANCE;
    }
  }

  private void fetchFirst() {
    if (!cursor.accept(Keyword.FIRST)) {
      cursor.expect(Keyword.NEXT);
    }
    if (!atRows()) {
      fetchValue();
    }
    rows();
    if (cursor.accept(Keyword.ONLY)) {
      return;
    }
    tiesToken = cursor.position();
    cursor.expect(Keyword.WITH);
    cursor.expect(Keyword.TIES);
  }

  private boolean atRows() {
    boolean rows = cursor.at(Keyword.ROW) || cursor.at(Keyword.ROWS);
    return rows && (cursor.keyword(1) == Keyword.ONLY || cursor.keyword(1) == Keyword.WITH);
  }

  private void rows() {
    if (!cursor.accept(Keyword.ROW)) {
      cursor.expect(Keyword.ROWS);
    }
  }

  private void fetchValue() {
    if (cursor.accept(TokenKind.PLUS) || cursor.accept(TokenKind.MINUS)) {
      if (!cursor.accept(TokenKind.INTEGER)) {
        cursor.expect(TokenKind.DECIMAL);
      }
      return;
    }
    grammar.primaries.primary(false);
  }

  private void offset() {
    cursor.expect(Keyword.OFFSET);
    grammar.expressions.expression();
    if (!cursor.accept(Keyword.ROW)) {
      cursor.accept(Keyword.ROWS);
    }
  }

  /** opt_for_locking_clause; true if one of them says SKIP LOCKED. */
  boolean optionalLocks() {
    boolean skipsLocked = false;
    while (cursor.accept(Keyword.FOR)) {
      if (cursor.accept(Keyword.READ)) {
        cursor.expect(Keyword.ONLY);
        return false;
      }
      strength();
      if (cursor.accept(Keyword.OF)) {
        do {
          grammar.names.skipAnyName();
        } while (cursor.accept(TokenKind.COMMA));
      }
      if (cursor.accept(Keyword.SKIP)) {
        cursor.expect(Keyword.LOCKED);
        skipsLocked = true;
      } else {
        cursor.accept(Keyword.NOWAIT);
      }
    }
    return skipsLocked;
  }

  private void strength() {
    if (cursor.accept(Keyword.NO)) {
      cursor.expect(Keyword.KEY);
      cursor.expect(Keyword.UPDATE);
    } else if (cursor.accept(Keyword.KEY)) {
      cursor.expect(Keyword.SHARE);
    } else if (!cursor.accept(Keyword.UPDATE)) {
      cursor.expect(Keyword.SHARE);
    }
  }
}
