package dev.safemigrate.parser;

import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;

/** Arguments of a call and what may follow them: WITHIN GROUP, FILTER, OVER. */
final class FunctionRecogniser {

  /** One or more arguments and nothing else: what may also be the modifiers of a type. */
  static final int PLAIN = 1;

  static final int OTHER = 0;
  static final int ORDERED = 2;
  static final int DISTINCT = 4;
  static final int VARIADIC = 8;

  private final Grammar grammar;
  private final TokenCursor cursor;

  FunctionRecogniser(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
  }

  /** The parentheses of a func_application; gives what they held. */
  int arguments() {
    cursor.enter();
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    int form = argumentForm();
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    cursor.leave();
    return form;
  }

  private int argumentForm() {
    if (cursor.at(TokenKind.CLOSE_PARENTHESIS)) {
      return OTHER;
    }
    if (cursor.accept(TokenKind.STAR)) {
      return OTHER;
    }
    if (cursor.accept(Keyword.VARIADIC)) {
      argument();
      grammar.windows.optionalSort();
      return VARIADIC;
    }
    int form = PLAIN;
    if (cursor.accept(Keyword.DISTINCT)) {
      form = DISTINCT;
    } else if (cursor.accept(Keyword.ALL)) {
      form = OTHER;
    }
    boolean mayBeVariadic = form == PLAIN;
    argument();
    while (cursor.accept(TokenKind.COMMA)) {
      if (mayBeVariadic && cursor.accept(Keyword.VARIADIC)) {
        argument();
        grammar.windows.optionalSort();
        return VARIADIC;
      }
      argument();
    }
    if (!grammar.windows.optionalSort()) {
      return form;
    }
    return form == DISTINCT ? DISTINCT | ORDERED : ORDERED;
  }

  /** func_arg_expr: an expression, or one with a name before {@code =>} or {@code :=}. */
  void argument() {
    TokenKind next = cursor.kind(1);
    boolean named = next == TokenKind.EQUALS_GREATER || next == TokenKind.COLON_EQUALS;
    if (named && cursor.atTypeOrFunctionName()) {
      cursor.advance();
      cursor.advance();
    }
    grammar.expressions.expression();
  }

  /** func_expr_windowless: a call that has neither FILTER nor OVER. */
  void windowless() {
    grammar.tableFunctions.call();
  }

  /** func_arg_list. */
  void argumentList() {
    do {
      argument();
    } while (cursor.accept(TokenKind.COMMA));
  }

  /** within_group_clause filter_clause over_clause. */
  void callRest(int arguments) {
    if (cursor.kind() != TokenKind.WORD) {
      return;
    }
    int start = cursor.position();
    if (cursor.accept(Keyword.WITHIN)) {
      cursor.expect(Keyword.GROUP);
      cursor.expect(TokenKind.OPEN_PARENTHESIS);
      grammar.windows.sort();
      cursor.expect(TokenKind.CLOSE_PARENTHESIS);
      refuseWithinGroup(start, arguments);
    }
    filterAndOver();
  }

  private void refuseWithinGroup(int token, int arguments) {
    if ((arguments & ORDERED) != 0) {
      throw cursor.fail(token, "cannot use multiple ORDER BY clauses with WITHIN GROUP");
    }
    if ((arguments & DISTINCT) != 0) {
      throw cursor.fail(token, "cannot use DISTINCT with WITHIN GROUP");
    }
    if ((arguments & VARIADIC) != 0) {
      throw cursor.fail(token, "cannot use VARIADIC with WITHIN GROUP");
    }
  }

  private void filterAndOver() {
    if (cursor.accept(Keyword.FILTER)) {
      cursor.expect(TokenKind.OPEN_PARENTHESIS);
      cursor.expect(Keyword.WHERE);
      grammar.expressions.expression();
      cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    }
    if (!cursor.accept(Keyword.OVER)) {
      return;
    }
    if (cursor.kind() == TokenKind.OPEN_PARENTHESIS) {
      grammar.windows.specification();
      return;
    }
    cursor.skipColumnId();
  }

  /** What may follow the call of one of the grammar's own functions. */
  void aggregateRest(Keyword function) {
    if (function == Keyword.JSON_OBJECTAGG || function == Keyword.JSON_ARRAYAGG) {
      filterAndOver();
    }
  }
}
