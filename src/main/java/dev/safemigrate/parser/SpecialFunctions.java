package dev.safemigrate.parser;

import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;

/** func_expr_common_subexpr: the functions that have a grammar of their own. */
final class SpecialFunctions {

  private final Grammar grammar;
  private final TokenCursor cursor;

  SpecialFunctions(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
  }

  /** True for a word with which such a call begins. */
  boolean isCall(Keyword keyword) {
    if (cursor.isPlainName(keyword)) {
      return false;
    }
    return switch (keyword) {
      case CURRENT_DATE,
          CURRENT_TIME,
          CURRENT_TIMESTAMP,
          LOCALTIME,
          LOCALTIMESTAMP,
          CURRENT_ROLE,
          CURRENT_USER,
          SESSION_USER,
          SYSTEM_USER,
          USER,
          CURRENT_CATALOG,
          CURRENT_SCHEMA,
          CAST,
          EXTRACT,
          NORMALIZE,
          OVERLAY,
          POSITION,
          SUBSTRING,
          TREAT,
          TRIM,
          NULLIF,
          COALESCE,
          GREATEST,
          LEAST ->
          true;
      default -> grammar.xmlFunctions.isCall(keyword) || grammar.jsonFunctions.isCall(keyword);
    };
  }

  /** The call that begins with the word here. */
  void call(Keyword keyword) {
    cursor.advance();
    switch (keyword) {
      case CURRENT_DATE,
          CURRENT_ROLE,
          CURRENT_USER,
          SESSION_USER,
          USER,
          CURRENT_CATALOG,
          CURRENT_SCHEMA,
          SYSTEM_USER ->
          bareOrEmptyCall(keyword);
      case CURRENT_TIME, CURRENT_TIMESTAMP, LOCALTIME, LOCALTIMESTAMP -> {
        if (cursor.accept(TokenKind.OPEN_PARENTHESIS)) {
          cursor.expect(TokenKind.INTEGER);
          cursor.expect(TokenKind.CLOSE_PARENTHESIS);
        }
      }
      default -> {
        cursor.enter();
        cursor.expect(TokenKind.OPEN_PARENTHESIS);
        inside(keyword);
        cursor.expect(TokenKind.CLOSE_PARENTHESIS);
        cursor.leave();
      }
    }
  }

  /** CURRENT_SCHEMA is also the name of a function and then takes parentheses. */
  private void bareOrEmptyCall(Keyword keyword) {
    boolean call = keyword == Keyword.CURRENT_SCHEMA && cursor.kind() == TokenKind.OPEN_PARENTHESIS;
    if (call) {
      grammar.functions.callRest(grammar.functions.arguments());
    }
  }

  /** {@code COLLATION FOR (expression)}. */
  void collationFor() {
    cursor.expect(Keyword.COLLATION, Keyword.FOR);
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    grammar.expressions.expression();
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
  }

  private void inside(Keyword keyword) {
    switch (keyword) {
      case CAST, TREAT -> {
        grammar.expressions.expression();
        cursor.expect(Keyword.AS);
        grammar.types.skip();
      }
      case EXTRACT -> extract();
      case NORMALIZE -> normalize();
      case OVERLAY -> overlay();
      case POSITION -> {
        grammar.expressions.restrictedExpression();
        cursor.expect(Keyword.IN);
        grammar.expressions.restrictedExpression();
      }
      case SUBSTRING -> substring();
      case TRIM -> trim();
      case NULLIF -> {
        grammar.expressions.expression();
        cursor.expect(TokenKind.COMMA);
        grammar.expressions.expression();
      }
      case COALESCE, GREATEST, LEAST -> grammar.expressions.expressionList();
      default -> {
        if (grammar.xmlFunctions.isCall(keyword)) {
          grammar.xmlFunctions.inside(keyword);
        } else {
          grammar.jsonFunctions.inside(keyword);
        }
      }
    }
  }

  private void extract() {
    switch (cursor.keyword()) {
      case YEAR, MONTH, DAY, HOUR, MINUTE, SECOND -> cursor.advance();
      case NOT_A_KEYWORD -> {
        switch (cursor.kind()) {
          case WORD, QUOTED_NAME, STRING -> cursor.advance();
          default -> throw cursor.failExpecting("a field");
        }
      }
      default -> throw cursor.failExpecting("a field");
    }
    cursor.expect(Keyword.FROM);
    grammar.expressions.expression();
  }

  private void normalize() {
    grammar.expressions.expression();
    if (cursor.accept(TokenKind.COMMA) && !acceptNormalForm()) {
      throw cursor.fail();
    }
  }

  /** unicode_normal_form. */
  boolean acceptNormalForm() {
    return cursor.accept(Keyword.NFC)
        || cursor.accept(Keyword.NFD)
        || cursor.accept(Keyword.NFKC)
        || cursor.accept(Keyword.NFKD);
  }

  private void overlay() {
    if (cursor.kind() == TokenKind.CLOSE_PARENTHESIS) {
      return;
    }
    boolean plain = isNamedArgument();
    grammar.functions.argument();
    if (plain || !cursor.accept(Keyword.PLACING)) {
      moreArguments();
      return;
    }
    grammar.expressions.expression();
    cursor.expect(Keyword.FROM);
    grammar.expressions.expression();
    if (cursor.accept(Keyword.FOR)) {
      grammar.expressions.expression();
    }
  }

  private boolean isNamedArgument() {
    return cursor.kind(1) == TokenKind.EQUALS_GREATER || cursor.kind(1) == TokenKind.COLON_EQUALS;
  }

  private void moreArguments() {
    if (cursor.accept(TokenKind.COMMA)) {
      grammar.functions.argumentList();
    }
  }

  private void substring() {
    if (cursor.kind() == TokenKind.CLOSE_PARENTHESIS) {
      return;
    }
    if (isNamedArgument()) {
      grammar.functions.argumentList();
      return;
    }
    grammar.expressions.substringExpression();
    if (cursor.accept(Keyword.FROM)) {
      grammar.expressions.expression();
      if (cursor.accept(Keyword.FOR)) {
        grammar.expressions.expression();
      }
    } else if (cursor.accept(Keyword.FOR)) {
      grammar.expressions.expression();
      if (cursor.accept(Keyword.FROM)) {
        grammar.expressions.expression();
      }
    } else if (cursor.accept(Keyword.SIMILAR)) {
      grammar.expressions.expression();
      cursor.expect(Keyword.ESCAPE);
      grammar.expressions.expression();
    } else {
      moreArguments();
    }
  }

  private void trim() {
    if (!cursor.accept(Keyword.BOTH) && !cursor.accept(Keyword.LEADING)) {
      cursor.accept(Keyword.TRAILING);
    }
    if (cursor.accept(Keyword.FROM)) {
      grammar.expressions.expressionList();
      return;
    }
    grammar.expressions.expression();
    if (cursor.accept(Keyword.FROM)) {
      grammar.expressions.expressionList();
    } else if (cursor.accept(TokenKind.COMMA)) {
      grammar.expressions.expressionList();
    }
  }
}
