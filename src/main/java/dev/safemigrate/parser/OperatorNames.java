package dev.safemigrate.parser;

import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;

/** Operators by their sign or in full, with their schema. */
final class OperatorNames {

  private final TokenCursor cursor;

  OperatorNames(Grammar grammar) {
    this.cursor = grammar.cursor;
  }

  /** {@code OPERATOR(schema.+)}. */
  void qualifiedOperator() {
    cursor.expect(Keyword.OPERATOR);
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    anyOperator();
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
  }

  /** any_operator: a sign with or without schema. */
  void anyOperator() {
    while (!isOperatorSign(cursor.kind())) {
      if (!cursor.atColumnId()) {
        throw cursor.failExpecting("an operator");
      }
      cursor.advance();
      cursor.expect(TokenKind.DOT);
    }
    cursor.advance();
  }

  /** qual_all_Op: a sign or {@code OPERATOR(...)}. */
  void qualifiedOrPlainOperator() {
    if (cursor.keyword() == Keyword.OPERATOR) {
      qualifiedOperator();
      return;
    }
    if (!isOperatorSign(cursor.kind())) {
      throw cursor.failExpecting("an operator");
    }
    cursor.advance();
  }

  /** all_Op. */
  static boolean isOperatorSign(TokenKind kind) {
    return switch (kind) {
      case OPERATOR,
          PLUS,
          MINUS,
          STAR,
          SLASH,
          PERCENT,
          CARET,
          LESS,
          GREATER,
          EQUALS,
          LESS_EQUALS,
          GREATER_EQUALS,
          NOT_EQUALS ->
          true;
      default -> false;
    };
  }
}
