package dev.safemigrate.parser;

import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;

/** ON CONFLICT of an INSERT. */
final class ConflictClause {

  private final Grammar grammar;
  private final TokenCursor cursor;

  ConflictClause(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
  }

  /** What stands behind ON CONFLICT. */
  void read() {
    if (cursor.accept(TokenKind.OPEN_PARENTHESIS)) {
      do {
        indexElement();
      } while (cursor.accept(TokenKind.COMMA));
      cursor.expect(TokenKind.CLOSE_PARENTHESIS);
      if (cursor.accept(Keyword.WHERE)) {
        grammar.expressions.expression();
      }
    } else if (cursor.accept(Keyword.ON)) {
      cursor.expect(Keyword.CONSTRAINT);
      cursor.skipColumnId();
    }
    cursor.expect(Keyword.DO);
    if (cursor.accept(Keyword.NOTHING)) {
      return;
    }
    cursor.expect(Keyword.UPDATE);
    cursor.expect(Keyword.SET);
    grammar.dml.assignments();
    if (cursor.accept(Keyword.WHERE)) {
      grammar.expressions.expression();
    }
  }

  /** index_elem. */
  private void indexElement() {
    if (cursor.accept(TokenKind.OPEN_PARENTHESIS)) {
      grammar.expressions.expression();
      cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    } else if (isColumn()) {
      cursor.advance();
    } else {
      grammar.tableFunctions.call();
    }
    if (cursor.accept(Keyword.COLLATE)) {
      grammar.names.skipAnyName();
    }
    if (cursor.atColumnId()) {
      grammar.names.skipAnyName();
      operatorClassOptions();
    }
    if (!cursor.accept(Keyword.ASC)) {
      cursor.accept(Keyword.DESC);
    }
    grammar.windows.optionalNullsOrder();
  }

  /** reloptions behind an operator class. */
  private void operatorClassOptions() {
    if (!cursor.accept(TokenKind.OPEN_PARENTHESIS)) {
      return;
    }
    do {
      cursor.skipLabel();
      if (cursor.accept(TokenKind.DOT)) {
        cursor.skipLabel();
      }
      if (cursor.accept(TokenKind.EQUALS)) {
        optionValue();
      }
    } while (cursor.accept(TokenKind.COMMA));
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
  }

  /** def_arg. */
  private void optionValue() {
    boolean constant =
        cursor.accept(TokenKind.STRING)
            || cursor.accept(TokenKind.INTEGER)
            || cursor.accept(TokenKind.DECIMAL);
    if (constant) {
      return;
    }
    if (cursor.keyword().isReserved()) {
      cursor.advance();
      return;
    }
    grammar.types.functionType();
  }

  private boolean isColumn() {
    TokenKind next = cursor.kind(1);
    return cursor.atColumnId() && next != TokenKind.DOT && next != TokenKind.OPEN_PARENTHESIS;
  }
}
