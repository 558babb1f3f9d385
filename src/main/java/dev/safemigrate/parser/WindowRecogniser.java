package dev.safemigrate.parser;

import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;

/** ORDER BY, window definitions and frames. */
final class WindowRecogniser {

  private enum Bound {
    UNBOUNDED_PRECEDING,
    VALUE_PRECEDING,
    CURRENT_ROW,
    VALUE_FOLLOWING,
    UNBOUNDED_FOLLOWING
  }

  private final Grammar grammar;
  private final TokenCursor cursor;

  WindowRecogniser(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
  }

  /** opt_sort_clause; true if there is one. */
  boolean optionalSort() {
    if (!cursor.at(Keyword.ORDER)) {
      return false;
    }
    sort();
    return true;
  }

  /** sort_clause: ORDER BY and its list. */
  void sort() {
    cursor.expect(Keyword.ORDER, Keyword.BY);
    do {
      grammar.expressions.expression();
      if (cursor.accept(Keyword.USING)) {
        grammar.operators.qualifiedOrPlainOperator();
      } else if (!cursor.accept(Keyword.ASC)) {
        cursor.accept(Keyword.DESC);
      }
      optionalNullsOrder();
    } while (cursor.accept(TokenKind.COMMA));
  }

  /** opt_nulls_order. */
  void optionalNullsOrder() {
    if (!cursor.accept(Keyword.NULLS, Keyword.FIRST)) {
      cursor.accept(Keyword.NULLS, Keyword.LAST);
    }
  }

  /** window_clause behind WINDOW. */
  void definitions() {
    do {
      cursor.skipColumnId();
      cursor.expect(Keyword.AS);
      specification();
    } while (cursor.accept(TokenKind.COMMA));
  }

  /** window_specification. */
  void specification() {
    cursor.enter();
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    if (!isClauseWord(cursor.keyword()) && cursor.atColumnId()) {
      cursor.advance();
    }
    if (cursor.accept(Keyword.PARTITION)) {
      cursor.expect(Keyword.BY);
      grammar.expressions.expressionList();
    }
    optionalSort();
    if (cursor.accept(Keyword.RANGE)
        || cursor.accept(Keyword.ROWS)
        || cursor.accept(Keyword.GROUPS)) {
      frame();
    }
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    cursor.leave();
  }

  private static boolean isClauseWord(Keyword keyword) {
    return switch (keyword) {
      case PARTITION, RANGE, ROWS, GROUPS -> true;
      default -> false;
    };
  }

  private void frame() {
    if (cursor.at(Keyword.BETWEEN) && !isColumnBetween()) {
      cursor.advance();
      int startToken = cursor.position();
      if (cursor.keyword() == Keyword.BETWEEN) {
        throw cursor.failExpecting("a frame bound");
      }
      Bound start = bound();
      cursor.expect(Keyword.AND);
      int endToken = cursor.position();
      refuse(start, startToken, bound(), endToken);
    } else {
      int token = cursor.position();
      Bound start = bound();
      if (start == Bound.UNBOUNDED_FOLLOWING) {
        throw cursor.fail(token, "frame start cannot be UNBOUNDED FOLLOWING");
      }
      if (start == Bound.VALUE_FOLLOWING) {
        throw cursor.fail(token, "frame starting from following row cannot end with current row");
      }
    }
    if (cursor.accept(Keyword.EXCLUDE)) {
      exclusion();
    }
  }

  /** BETWEEN may be a column's name: where an operator of two sides follows, it is one. */
  private boolean isColumnBetween() {
    return switch (cursor.kind(1)) {
      case TYPECAST, DOT, OPEN_BRACKET, STAR, SLASH, PERCENT, CARET, LESS, GREATER, EQUALS -> true;
      case LESS_EQUALS, GREATER_EQUALS, NOT_EQUALS -> true;
      case WORD ->
          switch (cursor.keyword(1)) {
            case AND, OR, IS, ISNULL, NOTNULL, COLLATE, IN, PRECEDING, FOLLOWING -> true;
            default -> false;
          };
      default -> false;
    };
  }

  private void refuse(Bound start, int startToken, Bound end, int endToken) {
    if (start == Bound.UNBOUNDED_FOLLOWING) {
      throw cursor.fail(startToken, "frame start cannot be UNBOUNDED FOLLOWING");
    }
    if (end == Bound.UNBOUNDED_PRECEDING) {
      throw cursor.fail(endToken, "frame end cannot be UNBOUNDED PRECEDING");
    }
    if (start == Bound.CURRENT_ROW && end == Bound.VALUE_PRECEDING) {
      throw cursor.fail(endToken, "frame starting from current row cannot have preceding rows");
    }
    if (start == Bound.VALUE_FOLLOWING
        && (end == Bound.VALUE_PRECEDING || end == Bound.CURRENT_ROW)) {
      throw cursor.fail(endToken, "frame starting from following row cannot have preceding rows");
    }
  }

  private void exclusion() {
    if (cursor.accept(Keyword.CURRENT)) {
      cursor.expect(Keyword.ROW);
    } else if (cursor.accept(Keyword.NO)) {
      cursor.expect(Keyword.OTHERS);
    } else if (!cursor.accept(Keyword.GROUP)) {
      cursor.expect(Keyword.TIES);
    }
  }

  private Bound bound() {
    if (cursor.accept(Keyword.CURRENT, Keyword.ROW)) {
      return Bound.CURRENT_ROW;
    }
    if (cursor.accept(Keyword.UNBOUNDED, Keyword.PRECEDING)) {
      return Bound.UNBOUNDED_PRECEDING;
    }
    if (cursor.accept(Keyword.UNBOUNDED, Keyword.FOLLOWING)) {
      return Bound.UNBOUNDED_FOLLOWING;
    }
    grammar.expressions.expression();
    if (cursor.accept(Keyword.PRECEDING)) {
      return Bound.VALUE_PRECEDING;
    }
    cursor.expect(Keyword.FOLLOWING);
    return Bound.VALUE_FOLLOWING;
  }
}
