package dev.safemigrate.parser;

import dev.safemigrate.ast.Expression;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;

/**
 * Decides what is an expression, with the precedence of the server's grammar where it decides what
 * is valid: {@code a < b < c} is refused at its second sign (manual 4.1.6).
 *
 * <p>No tree is built; an expression is the span that was read.
 */
final class ExpressionRecogniser {

  // The levels of gram.y's precedence list, lowest first.
  private static final int OR = 1;
  private static final int AND = 2;
  private static final int NOT = 3;
  static final int IS = 4;
  private static final int COMPARISON = 5;
  static final int LIKE = 6;
  private static final int OPERATOR = 7;
  private static final int SUM = 8;
  private static final int PRODUCT = 9;
  private static final int POWER = 10;
  static final int AT = 11;
  private static final int COLLATE = 12;
  private static final int SIGN = 13;

  /** b_expr: no AND, OR, NOT, IN, LIKE, BETWEEN, IS NULL, COLLATE, AT TIME ZONE. */
  static final int RESTRICTED = 1;

  /** In a select list, where a word behind an expression may be its label. */
  private static final int TARGET = 2;

  /** In SUBSTRING, where SIMILAR may stand without TO. */
  private static final int SUBSTRING = 4;

  private final Grammar grammar;
  private final TokenCursor cursor;
  private int primaryStart;
  private int primaryEnd;

  ExpressionRecogniser(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
  }

  // ---- entry points

  /** a_expr, kept as the words of the file. */
  Expression readExpression() {
    int start = cursor.position();
    expression();
    return cursor.expressionFrom(start);
  }

  /** b_expr, kept as the words of the file: what DEFAULT of a column takes. */
  Expression readRestrictedExpression() {
    int start = cursor.position();
    restrictedExpression();
    return cursor.expressionFrom(start);
  }

  /** {@code '(' a_expr ')'}; the expression without its parentheses. */
  Expression readParenthesised() {
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    Expression expression = readExpression();
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    return expression;
  }

  /** a_expr. */
  void expression() {
    expression(OR, 0);
  }

  /** b_expr. */
  void restrictedExpression() {
    expression(OR, RESTRICTED);
  }

  /** a_expr of a select list. */
  void targetExpression() {
    expression(OR, TARGET);
  }

  /** The first argument of SUBSTRING. */
  void substringExpression() {
    expression(OR, SUBSTRING);
  }

  /** expr_list: one or more a_expr with commas between. */
  void expressionList() {
    do {
      expression();
    } while (cursor.accept(TokenKind.COMMA));
  }

  /** Goes on with an a_expr whose first operand was read. */
  void continueExpression() {
    operators(OR, 0);
  }

  // ---- precedence climbing

  private void expression(int lowest, int mode) {
    cursor.enter();
    // Below the top a word that can be an operator is one: labels end the whole expression.
    int start = cursor.position();
    if (operand(mode & ~TARGET)) {
      primaryStart = start;
      primaryEnd = cursor.position();
    }
    operators(lowest, mode);
    cursor.leave();
  }

  /** An operand on the right of an operator. */
  void rightOperand(int lowest, int mode) {
    expression(lowest, mode & ~TARGET);
  }

  /** True if it is a c_expr, without a sign before it. */
  private boolean operand(int mode) {
    switch (cursor.kind()) {
      case PLUS, MINUS -> {
        cursor.advance();
        rightOperand(SIGN + 1, mode);
        return false;
      }
      case OPERATOR -> {
        cursor.advance();
        rightOperand(OPERATOR + 1, mode);
        return false;
      }
      case WORD -> {
        return wordOperand(mode);
      }
      default -> {
        grammar.primaries.primary((mode & RESTRICTED) != 0);
        return true;
      }
    }
  }

  private boolean wordOperand(int mode) {
    boolean restricted = (mode & RESTRICTED) != 0;
    switch (cursor.keyword()) {
      case NOT -> {
        if (restricted) {
          throw cursor.failExpecting("an expression");
        }
        cursor.advance();
        rightOperand(NOT, mode);
        return false;
      }
      case DEFAULT -> {
        if (restricted) {
          throw cursor.failExpecting("an expression");
        }
        cursor.advance();
        return false;
      }
      case OPERATOR -> {
        if (cursor.kind(1) == TokenKind.OPEN_PARENTHESIS) {
          grammar.operators.qualifiedOperator();
          rightOperand(OPERATOR + 1, mode);
          return false;
        }
      }
      case UNIQUE -> unique(restricted);
      default -> {
        // A c_expr.
      }
    }
    grammar.primaries.primary(restricted);
    return true;
  }

  /** True if all that was read from {@code start} on is one c_expr. */
  boolean isPrimary(int start) {
    return primaryStart == start && primaryEnd == cursor.position();
  }

  private void unique(boolean restricted) {
    int start = cursor.position();
    if (restricted) {
      throw cursor.failExpecting("an expression");
    }
    cursor.advance();
    if (cursor.accept(Keyword.NULLS)) {
      cursor.accept(Keyword.NOT);
      cursor.expect(Keyword.DISTINCT);
    }
    grammar.queries.selectWithParens();
    throw cursor.fail(start, "UNIQUE predicate is not yet implemented");
  }

  /**
   * Reads operators of {@code lowest} level and above. {@code closed} is the level of the last one
   * if it does not associate: another of that level is refused.
   */
  private void operators(int lowest, int mode) {
    int closed = 0;
    while (true) {
      switch (cursor.kind()) {
        case TYPECAST -> {
          cursor.advance();
          grammar.types.skip();
        }
        case PLUS, MINUS -> {
          if (lowest > SUM) {
            return;
          }
          binary(SUM, mode);
          closed = 0;
        }
        case STAR, SLASH, PERCENT -> {
          if (lowest > PRODUCT) {
            return;
          }
          binary(PRODUCT, mode);
          closed = 0;
        }
        case CARET -> {
          if (lowest > POWER) {
            return;
          }
          binary(POWER, mode);
          closed = 0;
        }
        case OPERATOR -> {
          if (lowest > OPERATOR) {
            return;
          }
          binary(OPERATOR, mode);
          closed = 0;
        }
        case LESS, GREATER, EQUALS, LESS_EQUALS, GREATER_EQUALS, NOT_EQUALS -> {
          if (lowest > COMPARISON) {
            return;
          }
          refuseIfClosed(closed, COMPARISON);
          closed = binary(COMPARISON, mode) ? 0 : COMPARISON;
        }
        case WORD -> {
          int result = wordOperator(lowest, mode, closed);
          if (result < 0) {
            return;
          }
          closed = result;
        }
        default -> {
          return;
        }
      }
    }
  }

  private void refuseIfClosed(int closed, int level) {
    if (closed == level) {
      throw cursor.fail();
    }
  }

  /** An operator sign and its right side; true if that is ANY, SOME or ALL with parentheses. */
  private boolean binary(int level, int mode) {
    cursor.advance();
    return rightSide(level, mode);
  }

  private boolean rightSide(int level, int mode) {
    if ((mode & RESTRICTED) == 0 && grammar.predicates.quantified()) {
      return true;
    }
    rightOperand(level + 1, mode);
    return false;
  }

  /** Gives the level that is closed now, or -1 if no operator of these levels stands here. */
  private int wordOperator(int lowest, int mode, int closed) {
    Keyword keyword = cursor.keyword();
    boolean restricted = (mode & RESTRICTED) != 0;
    switch (keyword) {
      case NOT_A_KEYWORD -> {
        return -1;
      }
      case IS -> {
        if (lowest > IS || ((mode & TARGET) != 0 && isLabelHere())) {
          return -1;
        }
        refuseIfClosed(closed, IS);
        return grammar.predicates.is(mode) ? IS : 0;
      }
      case OPERATOR -> {
        boolean label = (mode & TARGET) != 0 && cursor.kind(1) != TokenKind.OPEN_PARENTHESIS;
        if (lowest > OPERATOR || label) {
          return -1;
        }
        grammar.operators.qualifiedOperator();
        rightSide(OPERATOR, mode);
        return 0;
      }
      default -> {
        return restricted ? -1 : fullOperator(keyword, lowest, mode, closed);
      }
    }
  }

  private int fullOperator(Keyword keyword, int lowest, int mode, int closed) {
    int level = level(keyword);
    if (level == 0 || lowest > level) {
      return -1;
    }
    if ((mode & TARGET) != 0 && isLabelHere()) {
      return -1;
    }
    refuseIfClosed(closed, level == LIKE || level == IS ? level : -1);
    switch (keyword) {
      case OR, AND -> {
        cursor.advance();
        rightOperand(level + 1, mode);
        return 0;
      }
      case ISNULL, NOTNULL -> {
        cursor.advance();
        return 0;
      }
      case COLLATE -> {
        cursor.advance();
        grammar.names.skipAnyName();
        return 0;
      }
      case AT -> {
        grammar.predicates.atTimeZone(mode);
        return 0;
      }
      case NOT -> {
        if (!PredicateRecogniser.isNegatable(cursor.keyword(1))) {
          return -1;
        }
        cursor.advance();
        return grammar.predicates.likeOrBetween(mode);
      }
      case SIMILAR -> {
        if ((mode & SUBSTRING) != 0 && cursor.keyword(1) != Keyword.TO) {
          return -1;
        }
        return grammar.predicates.likeOrBetween(mode);
      }
      default -> {
        return grammar.predicates.likeOrBetween(mode);
      }
    }
  }

  private static int level(Keyword keyword) {
    return switch (keyword) {
      case OR -> OR;
      case AND -> AND;
      case ISNULL, NOTNULL -> IS;
      case NOT, BETWEEN, IN, LIKE, ILIKE, SIMILAR -> LIKE;
      case AT -> AT;
      case COLLATE -> COLLATE;
      default -> 0;
    };
  }

  /** True if the word here can only be a label: nothing behind it begins an operand. */
  private boolean isLabelHere() {
    if (cursor.keyword() == Keyword.AT) {
      return cursor.keyword(1) != Keyword.TIME && cursor.keyword(1) != Keyword.LOCAL;
    }
    return switch (cursor.kind(1)) {
      case COMMA, CLOSE_PARENTHESIS, SEMICOLON, END -> cursor.atBareLabel();
      case WORD -> cursor.atBareLabel() && SelectRecogniser.followsTargets(cursor.keyword(1));
      default -> false;
    };
  }
}
