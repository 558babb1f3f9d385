package dev.safemigrate.parser;

import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;

/** The WHEN clauses of MERGE. */
final class MergeActions {

  private final Grammar grammar;
  private final TokenCursor cursor;

  MergeActions(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
  }

  /** merge_when_list: one or more. */
  void read() {
    cursor.expect(Keyword.WHEN);
    do {
      boolean insert = cursor.accept(Keyword.NOT);
      cursor.expect(Keyword.MATCHED);
      if (insert && cursor.accept(Keyword.BY)) {
        insert = !bySource();
      }
      if (cursor.accept(Keyword.AND)) {
        grammar.expressions.expression();
      }
      cursor.expect(Keyword.THEN);
      action(insert);
    } while (cursor.accept(Keyword.WHEN));
  }

  private boolean bySource() {
    if (cursor.accept(Keyword.TARGET)) {
      return false;
    }
    int token = cursor.position();
    cursor.expect(Keyword.SOURCE);
    cursor.requireVersion(17, token, "WHEN NOT MATCHED BY SOURCE");
    return true;
  }

  private void action(boolean insert) {
    if (cursor.accept(Keyword.DO)) {
      cursor.expect(Keyword.NOTHING);
      return;
    }
    if (insert) {
      cursor.expect(Keyword.INSERT);
      insertRest();
      return;
    }
    if (cursor.accept(Keyword.DELETE)) {
      return;
    }
    cursor.expect(Keyword.UPDATE);
    cursor.expect(Keyword.SET);
    grammar.dml.assignments();
  }

  private void insertRest() {
    if (cursor.accept(Keyword.DEFAULT)) {
      cursor.expect(Keyword.VALUES);
      return;
    }
    if (cursor.accept(TokenKind.OPEN_PARENTHESIS)) {
      grammar.dml.insertColumns();
      cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    }
    grammar.dml.overriding();
    cursor.expect(Keyword.VALUES);
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    grammar.expressions.expressionList();
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
  }
}
