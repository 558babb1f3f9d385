package dev.safemigrate.parser;

import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.KeywordCategory;
import dev.safemigrate.text.TokenKind;

/** Functions in FROM: plain ones, ROWS FROM, XMLTABLE and JSON_TABLE. */
final class TableFunctions {

  private final Grammar grammar;
  private final TokenCursor cursor;

  TableFunctions(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
  }

  /** func_table with func_alias_clause. */
  void function() {
    if (cursor.accept(Keyword.ROWS, Keyword.FROM)) {
      cursor.expect(TokenKind.OPEN_PARENTHESIS);
      do {
        call();
        if (cursor.accept(Keyword.AS)) {
          columnDefinitions();
        }
      } while (cursor.accept(TokenKind.COMMA));
      cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    } else {
      call();
    }
    cursor.accept(Keyword.WITH, Keyword.ORDINALITY);
    alias();
  }

  /** func_expr_windowless: a call without FILTER and OVER. */
  void call() {
    Keyword keyword = cursor.keyword();
    if (keyword == Keyword.COLLATION && cursor.keyword(1) == Keyword.FOR) {
      grammar.specialFunctions.collationFor();
      return;
    }
    boolean qualified = cursor.kind(1) == TokenKind.DOT;
    if (!qualified && grammar.specialFunctions.isCall(keyword)) {
      grammar.specialFunctions.call(keyword);
      return;
    }
    if (qualified && cursor.atColumnId()) {
      cursor.advance();
      while (cursor.accept(TokenKind.DOT)) {
        cursor.skipLabel();
      }
    } else {
      boolean columnWord =
          keyword.category() == KeywordCategory.COLUMN_NAME && !cursor.isPlainName(keyword);
      if (columnWord) {
        cursor.advance();
        throw cursor.fail();
      }
      cursor.skipTypeOrFunctionName();
    }
    grammar.functions.arguments();
  }

  private void alias() {
    boolean as = cursor.accept(Keyword.AS);
    if (as && cursor.at(TokenKind.OPEN_PARENTHESIS)) {
      columnDefinitions();
      return;
    }
    if (!as && !cursor.atColumnId()) {
      return;
    }
    cursor.skipColumnId();
    if (!cursor.at(TokenKind.OPEN_PARENTHESIS)) {
      return;
    }
    TokenKind second = cursor.kind(2);
    boolean namesOnly = second == TokenKind.COMMA || second == TokenKind.CLOSE_PARENTHESIS;
    if (namesOnly) {
      grammar.from.optionalNames();
      return;
    }
    columnDefinitions();
  }

  /** {@code (name type COLLATE ..., ...)}. */
  private void columnDefinitions() {
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    do {
      cursor.skipColumnId();
      grammar.types.skip();
      if (cursor.accept(Keyword.COLLATE)) {
        grammar.names.skipAnyName();
      }
    } while (cursor.accept(TokenKind.COMMA));
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
  }

  /** XMLTABLE or JSON_TABLE. */
  void structured() {
    cursor.enter();
    boolean xml = cursor.accept(Keyword.XMLTABLE);
    if (!xml) {
      cursor.expect(Keyword.JSON_TABLE);
    }
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    if (xml) {
      xmlTable();
    } else {
      jsonTable();
    }
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    cursor.leave();
  }

  private void xmlTable() {
    boolean namespaces =
        cursor.at(Keyword.XMLNAMESPACES) && cursor.kind(1) == TokenKind.OPEN_PARENTHESIS;
    if (namespaces) {
      cursor.advance();
      cursor.advance();
      do {
        if (cursor.accept(Keyword.DEFAULT)) {
          grammar.expressions.restrictedExpression();
        } else {
          grammar.expressions.restrictedExpression();
          cursor.expect(Keyword.AS);
          cursor.skipLabel();
        }
      } while (cursor.accept(TokenKind.COMMA));
      cursor.expect(TokenKind.CLOSE_PARENTHESIS);
      cursor.expect(TokenKind.COMMA);
    }
    grammar.primaries.primary(false);
    grammar.xmlFunctions.passing();
    cursor.expect(Keyword.COLUMNS);
    do {
      xmlColumn();
    } while (cursor.accept(TokenKind.COMMA));
  }

  private void xmlColumn() {
    cursor.skipColumnId();
    if (cursor.accept(Keyword.FOR)) {
      cursor.expect(Keyword.ORDINALITY);
      return;
    }
    grammar.types.skip();
    XmlColumnOptions options = new XmlColumnOptions(cursor);
    while (options.acceptOne(grammar)) {
      continue;
    }
    options.refuse();
  }

  private void jsonTable() {
    grammar.jsonFunctions.value();
    cursor.expect(TokenKind.COMMA);
    int path = cursor.position();
    grammar.expressions.expression();
    boolean literal = cursor.position() == path + 1 && cursor.tokens().is(path, TokenKind.STRING);
    if (cursor.accept(Keyword.AS)) {
      cursor.skipColumnId();
    }
    grammar.jsonFunctions.passing();
    jsonColumns();
    grammar.jsonFunctions.onError();
    if (!cursor.at(TokenKind.CLOSE_PARENTHESIS)) {
      throw cursor.fail();
    }
    if (!literal) {
      throw cursor.fail(
          path, "only string constants are supported in JSON_TABLE path specification");
    }
  }

  private void jsonColumns() {
    cursor.enter();
    cursor.expect(Keyword.COLUMNS);
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    do {
      jsonColumn();
    } while (cursor.accept(TokenKind.COMMA));
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    cursor.leave();
  }

  private void jsonColumn() {
    boolean nested =
        cursor.at(Keyword.NESTED)
            && (cursor.keyword(1) == Keyword.PATH || cursor.kind(1) == TokenKind.STRING);
    if (nested) {
      cursor.advance();
      cursor.accept(Keyword.PATH);
      cursor.expect(TokenKind.STRING);
      if (cursor.accept(Keyword.AS)) {
        cursor.skipColumnId();
      }
      jsonColumns();
      return;
    }
    cursor.skipColumnId();
    if (cursor.accept(Keyword.FOR)) {
      cursor.expect(Keyword.ORDINALITY);
      return;
    }
    grammar.types.skip();
    if (cursor.accept(Keyword.EXISTS)) {
      path();
      grammar.jsonFunctions.onError();
      return;
    }
    grammar.jsonFunctions.format();
    path();
    grammar.jsonFunctions.wrapperAndQuotes();
    grammar.jsonFunctions.behaviours();
  }

  private void path() {
    if (cursor.accept(Keyword.PATH)) {
      cursor.expect(TokenKind.STRING);
    }
  }
}
