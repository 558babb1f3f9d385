package dev.safemigrate.parser;

import dev.safemigrate.text.Keyword;

/** The operators of an a_expr that are words: IS, LIKE, IN, BETWEEN, AT TIME ZONE. */
final class PredicateRecogniser {

  private final Grammar grammar;
  private final TokenCursor cursor;

  PredicateRecogniser(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
  }

  /** Words that turn NOT before them into an infix operator. */
  static boolean isNegatable(Keyword keyword) {
    return switch (keyword) {
      case BETWEEN, IN, LIKE, ILIKE, SIMILAR -> true;
      default -> false;
    };
  }

  boolean quantified() {
    switch (cursor.keyword()) {
      case ANY, SOME, ALL -> {
        cursor.advance();
        grammar.primaries.queryOrSingle();
        return true;
      }
      default -> {
        return false;
      }
    }
  }

  /** IS and what it may test; true if it ends in an expression. */
  boolean is(int mode) {
    cursor.advance();
    if (isNegatable(cursor.keyword(1)) && cursor.keyword() == Keyword.NOT) {
      throw cursor.fail();
    }
    cursor.accept(Keyword.NOT);
    if (cursor.accept(Keyword.DISTINCT)) {
      cursor.expect(Keyword.FROM);
      grammar.expressions.rightOperand(ExpressionRecogniser.IS + 1, mode);
      return true;
    }
    if (cursor.accept(Keyword.DOCUMENT)) {
      return false;
    }
    if ((mode & ExpressionRecogniser.RESTRICTED) != 0) {
      throw cursor.fail();
    }
    if (cursor.accept(Keyword.NULL)
        || cursor.accept(Keyword.TRUE)
        || cursor.accept(Keyword.FALSE)
        || cursor.accept(Keyword.UNKNOWN)
        || cursor.accept(Keyword.NORMALIZED)) {
      return false;
    }
    if (grammar.specialFunctions.acceptNormalForm()) {
      cursor.expect(Keyword.NORMALIZED);
      return false;
    }
    if (!cursor.at(Keyword.JSON)) {
      throw cursor.fail();
    }
    cursor.requireVersion(16, cursor.position(), "IS JSON");
    cursor.advance();
    grammar.jsonFunctions.predicateRest();
    return false;
  }

  int likeOrBetween(int mode) {
    switch (cursor.keyword()) {
      case IN -> {
        cursor.advance();
        grammar.primaries.queryOrList();
        return 0;
      }
      case BETWEEN -> {
        cursor.advance();
        if (!cursor.accept(Keyword.SYMMETRIC)) {
          cursor.accept(Keyword.ASYMMETRIC);
        }
        grammar.expressions.restrictedExpression();
        cursor.expect(Keyword.AND);
        grammar.expressions.rightOperand(ExpressionRecogniser.LIKE + 1, mode);
        return ExpressionRecogniser.LIKE;
      }
      case SIMILAR -> {
        cursor.advance();
        cursor.expect(Keyword.TO);
      }
      default -> {
        cursor.advance();
        if (quantified()) {
          return 0;
        }
      }
    }
    grammar.expressions.rightOperand(ExpressionRecogniser.LIKE + 1, mode);
    if (cursor.accept(Keyword.ESCAPE)) {
      grammar.expressions.rightOperand(ExpressionRecogniser.LIKE + 1, mode);
    }
    return ExpressionRecogniser.LIKE;
  }

  void atTimeZone(int mode) {
    cursor.advance();
    if (cursor.at(Keyword.LOCAL)) {
      cursor.requireVersion(17, cursor.position(), "AT LOCAL");
      cursor.advance();
      return;
    }
    cursor.expect(Keyword.TIME);
    cursor.expect(Keyword.ZONE);
    grammar.expressions.rightOperand(ExpressionRecogniser.AT + 1, mode);
  }
}
