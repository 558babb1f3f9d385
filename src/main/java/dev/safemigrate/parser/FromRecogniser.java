package dev.safemigrate.parser;

import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.KeywordCategory;
import dev.safemigrate.text.TokenKind;

/** FROM: tables, subqueries, functions, joins. */
final class FromRecogniser {

  /** What a pair of parentheses in FROM held. */
  private enum Content {
    QUERY,
    JOIN
  }

  private final Grammar grammar;
  private final TokenCursor cursor;

  FromRecogniser(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
  }

  /** from_list. */
  void list() {
    do {
      table();
    } while (cursor.accept(TokenKind.COMMA));
  }

  /** table_ref with its joins. */
  void table() {
    cursor.enter();
    single();
    joins();
    cursor.leave();
  }

  private boolean joins() {
    boolean joined = false;
    while (true) {
      if (cursor.accept(Keyword.CROSS)) {
        cursor.expect(Keyword.JOIN);
        single();
      } else if (cursor.accept(Keyword.NATURAL)) {
        joinType();
        cursor.expect(Keyword.JOIN);
        single();
      } else if (atJoin()) {
        joinType();
        cursor.expect(Keyword.JOIN);
        table();
        condition();
      } else {
        return joined;
      }
      joined = true;
    }
  }

  private boolean atJoin() {
    return cursor.at(Keyword.JOIN)
        || cursor.at(Keyword.INNER)
        || cursor.at(Keyword.LEFT)
        || cursor.at(Keyword.RIGHT)
        || cursor.at(Keyword.FULL);
  }

  private void joinType() {
    if (cursor.accept(Keyword.INNER)) {
      return;
    }
    boolean outer =
        cursor.accept(Keyword.LEFT) || cursor.accept(Keyword.RIGHT) || cursor.accept(Keyword.FULL);
    if (outer) {
      cursor.accept(Keyword.OUTER);
    }
  }

  private void condition() {
    if (cursor.accept(Keyword.ON)) {
      grammar.expressions.expression();
      return;
    }
    cursor.expect(Keyword.USING);
    parenthesisedNames();
    if (cursor.accept(Keyword.AS)) {
      cursor.skipColumnId();
    }
  }

  private void parenthesisedNames() {
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    do {
      cursor.skipColumnId();
    } while (cursor.accept(TokenKind.COMMA));
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
  }

  /** opt_name_list: {@code (a, b)} or nothing. */
  void optionalNames() {
    if (cursor.at(TokenKind.OPEN_PARENTHESIS)) {
      parenthesisedNames();
    }
  }

  /** A table_ref that is no join, or a join in parentheses. */
  private void single() {
    switch (cursor.kind()) {
      case OPEN_PARENTHESIS -> {
        if (parenthesis() == Content.QUERY) {
          subqueryAlias();
        } else {
          optionalAlias();
        }
      }
      case QUOTED_NAME -> namedTable();
      case WORD -> word();
      default -> throw cursor.failExpecting("a table");
    }
  }

  private void word() {
    switch (cursor.keyword()) {
      case LATERAL -> lateral();
      case ONLY -> {
        relation();
        optionalAlias();
        sample();
      }
      case XMLTABLE, JSON_TABLE -> {
        if (atStructured()) {
          grammar.tableFunctions.structured();
          optionalAlias();
        } else {
          namedTable();
        }
      }
      case ROWS -> {
        if (cursor.keyword(1) == Keyword.FROM) {
          grammar.tableFunctions.function();
        } else {
          namedTable();
        }
      }
      default -> namedTable();
    }
  }

  private void lateral() {
    cursor.expect(Keyword.LATERAL);
    if (cursor.kind() == TokenKind.OPEN_PARENTHESIS) {
      grammar.queries.selectWithParens();
      subqueryAlias();
      return;
    }
    if (atStructured()) {
      grammar.tableFunctions.structured();
      optionalAlias();
      return;
    }
    grammar.tableFunctions.function();
  }

  private boolean atStructured() {
    Keyword keyword = cursor.keyword();
    boolean word = keyword == Keyword.XMLTABLE || keyword == Keyword.JSON_TABLE;
    return word && cursor.kind(1) == TokenKind.OPEN_PARENTHESIS && !cursor.isPlainName(keyword);
  }

  private void namedTable() {
    if (isFunction()) {
      grammar.tableFunctions.function();
      return;
    }
    relation();
    optionalAlias();
    sample();
  }

  /** Looks behind the name: a parenthesis makes it a function. */
  private boolean isFunction() {
    if (cursor.kind() == TokenKind.WORD && !cursor.atColumnId()) {
      if (cursor.atTypeOrFunctionName() || grammar.specialFunctions.isCall(cursor.keyword())) {
        return true;
      }
      throw cursor.failExpecting("a table");
    }
    // A word that is no function cannot be called: the parenthesis is refused behind it.
    boolean word = cursor.kind(1) == TokenKind.OPEN_PARENTHESIS && isColumnWord();
    if (word) {
      return grammar.specialFunctions.isCall(cursor.keyword());
    }
    int ahead = 1;
    while (cursor.kind(ahead) == TokenKind.DOT) {
      ahead += 2;
    }
    return cursor.kind(ahead) == TokenKind.OPEN_PARENTHESIS;
  }

  private boolean isColumnWord() {
    return cursor.keyword().category() == KeywordCategory.COLUMN_NAME
        && !cursor.isPlainName(cursor.keyword());
  }

  /** relation_expr. */
  void relation() {
    if (cursor.accept(Keyword.ONLY)) {
      boolean parenthesis = cursor.accept(TokenKind.OPEN_PARENTHESIS);
      grammar.primaries.skipName();
      if (parenthesis) {
        cursor.expect(TokenKind.CLOSE_PARENTHESIS);
      }
      return;
    }
    if (!cursor.atColumnId()) {
      throw cursor.failExpecting("a table");
    }
    grammar.primaries.skipName();
    cursor.accept(TokenKind.STAR);
  }

  private void subqueryAlias() {
    int token = cursor.position();
    if (!optionalAlias()) {
      cursor.requireVersion(16, token, "A subquery in FROM without an alias");
    }
  }

  /** opt_alias_clause; true if there is one. */
  boolean optionalAlias() {
    if (cursor.accept(Keyword.AS)) {
      cursor.skipColumnId();
    } else if (cursor.atColumnId()) {
      cursor.advance();
    } else {
      return false;
    }
    optionalNames();
    return true;
  }

  private void sample() {
    if (!cursor.accept(Keyword.TABLESAMPLE)) {
      return;
    }
    if (cursor.kind(1) == TokenKind.DOT) {
      grammar.names.skipAnyName();
    } else {
      cursor.skipTypeOrFunctionName();
    }
    cursor.expect(TokenKind.OPEN_PARENTHESIS);
    grammar.expressions.expressionList();
    cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    if (cursor.accept(Keyword.REPEATABLE)) {
      cursor.expect(TokenKind.OPEN_PARENTHESIS);
      grammar.expressions.expression();
      cursor.expect(TokenKind.CLOSE_PARENTHESIS);
    }
  }

  /** A query or a join in parentheses; only what is inside tells which. */
  private Content parenthesis() {
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
      single();
      return mustJoin();
    }
    Content first = parenthesis();
    boolean closed = cursor.at(TokenKind.CLOSE_PARENTHESIS);
    if (first == Content.QUERY) {
      if (closed) {
        return Content.QUERY;
      }
      if (grammar.queries.atQueryContinuation()) {
        grammar.queries.continueQuery();
        return Content.QUERY;
      }
      subqueryAlias();
      return mustJoin();
    }
    if (closed) {
      return Content.JOIN;
    }
    if (optionalAlias()) {
      return mustJoin();
    }
    joins();
    return Content.JOIN;
  }

  private Content mustJoin() {
    if (!joins()) {
      cursor.at(Keyword.CROSS);
      cursor.at(Keyword.NATURAL);
      throw cursor.fail();
    }
    return Content.JOIN;
  }
}
