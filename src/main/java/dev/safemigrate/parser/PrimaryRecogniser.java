package dev.safemigrate.parser;

import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.KeywordCategory;
import dev.safemigrate.text.TokenKind;

/** c_expr: columns, constants, parentheses, rows, CASE, ARRAY, subqueries and calls. */
final class PrimaryRecogniser {

  /** What a pair of parentheses held. */
  enum Content {
    QUERY,
    EXPRESSION,
    ROW
  }

  private final Grammar grammar;
  private final TokenCursor cursor;
  private int rowSize;

  PrimaryRecogniser(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
  }

  /** c_expr; within a b_expr rows have no OVERLAPS. */
  void primary(boolean restricted) {
    switch (cursor.kind()) {
      case INTEGER, DECIMAL, STRING, BIT_STRING -> cursor.advance();
      case PARAMETER -> {
        cursor.advance();
        indirection();
      }
      case OPEN_PARENTHESIS -> parentheses(restricted);
      case QUOTED_NAME -> nameOrCall();
      case WORD -> word(restricted);
      default -> throw cursor.failExpecting("an expression");
    }
  }

  private void parentheses(boolean restricted) {
    int start = cursor.position();
    Content content = parenthesis();
    if (content != Content.ROW) {
      indirection();
      return;
    }
    overlaps(start, restricted);
  }

  private void overlaps(int start, boolean restricted) {
    if (restricted || !cursor.at(Keyword.OVERLAPS)) {
      return;
    }
    int leftSize = rowSize;
    cursor.advance();
    int right = cursor.position();
    if (cursor.keyword() == Keyword.ROW) {
      explicitRow();
    } else if (parenthesis() != Content.ROW) {
      cursor.rewind(cursor.position() - 1);
      throw cursor.fail();
    }
    if (leftSize != 2) {
      throw cursor.fail(start, "wrong number of parameters on left side of OVERLAPS expression");
    }
    if (rowSize != 2) {
      throw cursor.fail(right, "wrong number of parameters on right side of OVERLAPS expression");
    }
  }

  /**
   * From an opening parenthesis to its end, whatever it holds. Without looking ahead: what is
   * nested decides what the outer one is.
   */
  Content parenthesis() {
    cursor.enter();
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    Content content = content();
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    cursor.leave();
    return content;
  }

  private Content content() {
    if (grammar.queries.atQueryStart()) {
      grammar.queries.selectNoParens();
      return Content.QUERY;
    }
    if (cursor.kind() != TokenKind.OPEN_PARENTHESIS) {
      return list();
    }
    int start = cursor.position();
    Content first = parenthesis();
    if (first == Content.QUERY) {
      if (cursor.kind() == TokenKind.CLOSE_PARENTHESIS) {
        return Content.QUERY;
      }
      if (grammar.queries.atQueryContinuation()) {
        grammar.queries.continueQuery();
        return Content.QUERY;
      }
    }
    if (first == Content.ROW) {
      overlaps(start, false);
    } else {
      indirection();
    }
    grammar.expressions.continueExpression();
    return cursor.accept(TokenKind.COMMA) ? rest(1) : Content.EXPRESSION;
  }

  private Content list() {
    grammar.expressions.expression();
    return cursor.accept(TokenKind.COMMA) ? rest(1) : Content.EXPRESSION;
  }

  private Content rest(int before) {
    int size = before;
    do {
      grammar.expressions.expression();
      size++;
    } while (cursor.accept(TokenKind.COMMA));
    rowSize = size;
    return Content.ROW;
  }

  /** in_expr: a query or a list in parentheses. */
  void queryOrList() {
    parenthesis();
  }

  /** A query or one expression in parentheses: behind ANY, SOME and ALL. */
  void queryOrSingle() {
    cursor.enter();
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    if (grammar.queries.atQueryStart()) {
      grammar.queries.selectNoParens();
    } else if (cursor.kind() == TokenKind.OPEN_PARENTHESIS) {
      Content first = parenthesis();
      if (first == Content.QUERY && grammar.queries.atQueryContinuation()) {
        grammar.queries.continueQuery();
      } else {
        if (first != Content.ROW) {
          indirection();
        }
        grammar.expressions.continueExpression();
      }
    } else {
      grammar.expressions.expression();
    }
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    cursor.leave();
  }

  /** opt_indirection: fields and subscripts; true if it is nothing but names. */
  boolean indirection() {
    boolean namesOnly = true;
    while (true) {
      if (cursor.accept(TokenKind.DOT)) {
        if (cursor.accept(TokenKind.STAR)) {
          namesOnly = false;
          refuseBehindStar();
        } else {
          cursor.skipLabel();
        }
      } else if (cursor.accept(TokenKind.OPEN_BRACKET)) {
        subscript();
        namesOnly = false;
      } else {
        return namesOnly;
      }
    }
  }

  /** A star ends an indirection; the server reads on to the end and refuses there. */
  private void refuseBehindStar() {
    if (cursor.kind() == TokenKind.DOT || cursor.kind() == TokenKind.OPEN_BRACKET) {
      indirection();
      throw cursor.fail(cursor.position(), "improper use of \"*\"");
    }
  }

  /** A ColId with its indirection where only names are a name: refuses the rest behind it. */
  void skipName() {
    cursor.skipColumnId();
    if (!indirection()) {
      throw cursor.fail();
    }
  }

  private void subscript() {
    if (cursor.kind() != TokenKind.COLON) {
      grammar.expressions.expression();
    }
    if (cursor.accept(TokenKind.COLON) && cursor.kind() != TokenKind.CLOSE_BRACKET) {
      grammar.expressions.expression();
    }
    cursor.expect(TokenKind.CLOSE_BRACKET);
  }

  private void word(boolean restricted) {
    Keyword keyword = cursor.keyword();
    if (isPlainName(keyword)) {
      nameOrCall();
      return;
    }
    switch (keyword.category()) {
      case UNRESERVED -> {
        if (keyword == Keyword.DOUBLE && cursor.keyword(1) == Keyword.PRECISION) {
          grammar.constants.typed();
          return;
        }
        if (!cursor.atColumnId()) {
          throw cursor.failExpecting("an expression");
        }
        nameOrCall();
      }
      case TYPE_OR_FUNCTION_NAME -> functionWord(keyword);
      case RESERVED -> reserved(keyword);
      case COLUMN_NAME -> columnWord(keyword, restricted);
    }
  }

  /** Older servers know JSON as a type, which may stand before a string. */
  private boolean isPlainName(Keyword keyword) {
    return cursor.isPlainName(keyword)
        && (keyword != Keyword.JSON || cursor.kind(1) == TokenKind.OPEN_PARENTHESIS);
  }

  private void functionWord(Keyword keyword) {
    if (keyword == Keyword.COLLATION && cursor.keyword(1) == Keyword.FOR) {
      grammar.specialFunctions.collationFor();
      return;
    }
    if (keyword == Keyword.CURRENT_SCHEMA && cursor.kind(1) != TokenKind.STRING) {
      grammar.specialFunctions.call(keyword);
      return;
    }
    cursor.advance();
    callOrConstant();
  }

  private void reserved(Keyword keyword) {
    switch (keyword) {
      case NULL, TRUE, FALSE -> cursor.advance();
      case CASE -> caseExpression();
      case ARRAY -> array();
      default -> {
        if (!grammar.specialFunctions.isCall(keyword)) {
          throw cursor.failExpecting("an expression");
        }
        grammar.specialFunctions.call(keyword);
        grammar.functions.aggregateRest(keyword);
      }
    }
  }

  private void columnWord(Keyword keyword, boolean restricted) {
    TokenKind next = cursor.kind(1);
    if (next == TokenKind.DOT) {
      nameOrCall();
      return;
    }
    if (grammar.constants.isTyped(keyword)) {
      grammar.constants.typed();
      return;
    }
    if (next != TokenKind.OPEN_PARENTHESIS) {
      if (keyword == Keyword.VALUES || keyword.category() == KeywordCategory.COLUMN_NAME) {
        cursor.advance();
        indirection();
      }
      return;
    }
    switch (keyword) {
      case EXISTS -> {
        cursor.advance();
        grammar.queries.selectWithParens();
      }
      case ROW -> {
        int start = cursor.position();
        explicitRow();
        overlaps(start, restricted);
      }
      case GROUPING -> {
        cursor.advance();
        cursor.expect(TokenKind.OPEN_PARENTHESIS);
        grammar.expressions.expressionList();
        cursor.expect(TokenKind.CLOSE_PARENTHESIS);
      }
      default -> {
        if (!grammar.specialFunctions.isCall(keyword)) {
          cursor.advance();
          throw cursor.fail();
        }
        grammar.specialFunctions.call(keyword);
        grammar.functions.aggregateRest(keyword);
      }
    }
  }

  /** A column, a call, or a type of any name with its value in quotes. */
  private void nameOrCall() {
    cursor.advance();
    boolean namesOnly = indirection();
    TokenKind kind = cursor.kind();
    if (kind == TokenKind.OPEN_PARENTHESIS || kind == TokenKind.STRING) {
      if (!namesOnly) {
        throw cursor.fail();
      }
      callOrConstant();
    }
  }

  private void callOrConstant() {
    if (cursor.accept(TokenKind.STRING)) {
      return;
    }
    int arguments = grammar.functions.arguments();
    if (arguments == FunctionRecogniser.PLAIN && cursor.accept(TokenKind.STRING)) {
      return;
    }
    grammar.functions.callRest(arguments);
  }

  /** {@code ROW(...)}. */
  private void explicitRow() {
    cursor.expect(Keyword.ROW);
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    int size = 0;
    if (cursor.kind() != TokenKind.CLOSE_PARENTHESIS) {
      do {
        grammar.expressions.expression();
        size++;
      } while (cursor.accept(TokenKind.COMMA));
    }
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    rowSize = size;
  }

  private void caseExpression() {
    cursor.expect(Keyword.CASE);
    if (!cursor.at(Keyword.WHEN)) {
      grammar.expressions.expression();
    }
    cursor.expect(Keyword.WHEN);
    do {
      grammar.expressions.expression();
      cursor.expect(Keyword.THEN);
      grammar.expressions.expression();
    } while (cursor.accept(Keyword.WHEN));
    if (cursor.accept(Keyword.ELSE)) {
      grammar.expressions.expression();
    }
    cursor.expect(Keyword.END);
  }

  private void array() {
    cursor.expect(Keyword.ARRAY);
    if (cursor.kind() == TokenKind.OPEN_PARENTHESIS) {
      grammar.queries.selectWithParens();
      return;
    }
    arrayElements();
  }

  private void arrayElements() {
    cursor.enter();
    cursor.expect(TokenKind.OPEN_BRACKET);
    if (cursor.accept(TokenKind.CLOSE_BRACKET)) {
      cursor.leave();
      return;
    }
    boolean nested = cursor.kind() == TokenKind.OPEN_BRACKET;
    do {
      if (nested) {
        arrayElements();
      } else {
        grammar.expressions.expression();
      }
    } while (cursor.accept(TokenKind.COMMA));
    cursor.expect(TokenKind.CLOSE_BRACKET);
    cursor.leave();
  }
}
