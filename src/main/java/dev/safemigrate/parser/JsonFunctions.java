package dev.safemigrate.parser;

import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;
import java.util.Locale;

/** SQL/JSON: constructors, queries and the clauses that they share with JSON_TABLE. */
final class JsonFunctions {

  private final Grammar grammar;
  private final TokenCursor cursor;

  JsonFunctions(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
  }

  boolean isCall(Keyword keyword) {
    return switch (keyword) {
      case JSON_OBJECT,
          JSON_ARRAY,
          JSON_OBJECTAGG,
          JSON_ARRAYAGG,
          JSON,
          JSON_SCALAR,
          JSON_SERIALIZE,
          JSON_QUERY,
          JSON_EXISTS,
          JSON_VALUE,
          MERGE_ACTION ->
          true;
      default -> false;
    };
  }

  /** What stands between the parentheses of the call. */
  void inside(Keyword keyword) {
    switch (keyword) {
      case JSON_OBJECT -> object();
      case JSON_ARRAY -> array();
      case JSON_OBJECTAGG -> {
        nameAndValue();
        objectClauses();
      }
      case JSON_ARRAYAGG -> {
        value();
        grammar.windows.optionalSort();
        onNull();
        returning();
      }
      case JSON -> {
        value();
        uniqueKeys();
      }
      case JSON_SCALAR -> grammar.expressions.expression();
      case JSON_SERIALIZE -> {
        value();
        returning();
      }
      case MERGE_ACTION -> {
        return;
      }
      default -> query(keyword);
    }
  }

  private void query(Keyword keyword) {
    value();
    cursor.expect(TokenKind.COMMA);
    grammar.expressions.expression();
    passing();
    if (keyword == Keyword.JSON_EXISTS) {
      onError();
      return;
    }
    returning();
    if (keyword == Keyword.JSON_QUERY) {
      wrapperAndQuotes();
    }
    behaviours();
  }

  private void object() {
    if (cursor.kind() == TokenKind.CLOSE_PARENTHESIS) {
      return;
    }
    if (atReturning()) {
      returning();
      return;
    }
    boolean named =
        cursor.kind(1) == TokenKind.EQUALS_GREATER || cursor.kind(1) == TokenKind.COLON_EQUALS;
    int start = cursor.position();
    grammar.functions.argument();
    if (named || !atPair(start)) {
      if (cursor.accept(TokenKind.COMMA)) {
        grammar.functions.argumentList();
      }
      return;
    }
    pairRest();
    while (cursor.accept(TokenKind.COMMA)) {
      nameAndValue();
    }
    objectClauses();
  }

  private boolean atReturning() {
    return cursor.keyword() == Keyword.RETURNING;
  }

  /** Before VALUE only a c_expr can stand. */
  private boolean atPair(int start) {
    return cursor.at(TokenKind.COLON)
        || (grammar.expressions.isPrimary(start) && cursor.at(Keyword.VALUE));
  }

  private void objectClauses() {
    onNull();
    uniqueKeys();
    returning();
  }

  private void nameAndValue() {
    int start = cursor.position();
    grammar.expressions.expression();
    if (!atPair(start)) {
      throw cursor.fail();
    }
    pairRest();
  }

  private void pairRest() {
    cursor.advance();
    value();
  }

  private void array() {
    if (cursor.kind() == TokenKind.CLOSE_PARENTHESIS) {
      return;
    }
    if (atReturning()) {
      returning();
      return;
    }
    boolean query = grammar.queries.atQueryStart();
    if (!query && cursor.kind() == TokenKind.OPEN_PARENTHESIS) {
      query = firstValueIsQuery();
    } else if (query) {
      grammar.queries.selectNoParens();
      format();
    } else {
      value();
    }
    if (!query) {
      while (cursor.accept(TokenKind.COMMA)) {
        value();
      }
      onNull();
    }
    returning();
  }

  private boolean firstValueIsQuery() {
    PrimaryRecogniser.Content content = grammar.primaries.parenthesis();
    boolean query =
        content == PrimaryRecogniser.Content.QUERY && grammar.queries.atQueryContinuation();
    if (query) {
      grammar.queries.continueQuery();
    } else {
      if (content != PrimaryRecogniser.Content.ROW) {
        grammar.primaries.indirection();
      }
      grammar.expressions.continueExpression();
    }
    format();
    return query;
  }

  /** json_value_expr: an expression and its FORMAT JSON. */
  void value() {
    grammar.expressions.expression();
    format();
  }

  /** json_format_clause_opt. */
  void format() {
    if (!cursor.accept(Keyword.FORMAT, Keyword.JSON) || !cursor.accept(Keyword.ENCODING)) {
      return;
    }
    int token = cursor.position();
    String encoding = cursor.columnId().toLowerCase(Locale.ROOT);
    switch (encoding) {
      case "utf8", "utf16", "utf32" -> {}
      default -> throw cursor.fail(token, "unrecognized JSON encoding: " + encoding);
    }
  }

  /** json_returning_clause_opt. */
  void returning() {
    if (cursor.accept(Keyword.RETURNING)) {
      grammar.types.skip();
      format();
    }
  }

  /** json_passing_clause_opt. */
  void passing() {
    if (!cursor.accept(Keyword.PASSING)) {
      return;
    }
    do {
      value();
      cursor.expect(Keyword.AS);
      cursor.skipLabel();
    } while (cursor.accept(TokenKind.COMMA));
  }

  private void onNull() {
    if (cursor.accept(Keyword.NULL) || cursor.accept(Keyword.ABSENT)) {
      cursor.expect(Keyword.ON, Keyword.NULL);
    }
  }

  /** json_key_uniqueness_constraint_opt. */
  void uniqueKeys() {
    if (cursor.accept(Keyword.WITH) || cursor.accept(Keyword.WITHOUT)) {
      cursor.expect(Keyword.UNIQUE);
      cursor.accept(Keyword.KEYS);
    }
  }

  /** What may follow IS JSON. */
  void predicateRest() {
    if (!cursor.accept(Keyword.VALUE)
        && !cursor.accept(Keyword.ARRAY)
        && !cursor.accept(Keyword.OBJECT)) {
      cursor.accept(Keyword.SCALAR);
    }
    Keyword keyword = cursor.keyword();
    Keyword next = cursor.keyword(1);
    boolean keys = keyword == Keyword.WITH || keyword == Keyword.WITHOUT;
    // The scanner makes another word of WITH and WITHOUT before these.
    if (keys && next != Keyword.TIME && next != Keyword.ORDINALITY) {
      uniqueKeys();
    }
  }

  /** json_wrapper_behavior and json_quotes_clause_opt. */
  void wrapperAndQuotes() {
    if (cursor.accept(Keyword.WITHOUT)) {
      cursor.accept(Keyword.ARRAY);
      cursor.expect(Keyword.WRAPPER);
    } else if (cursor.accept(Keyword.WITH)) {
      if (!cursor.accept(Keyword.CONDITIONAL)) {
        cursor.accept(Keyword.UNCONDITIONAL);
      }
      cursor.accept(Keyword.ARRAY);
      cursor.expect(Keyword.WRAPPER);
    }
    if (!cursor.accept(Keyword.KEEP) && !cursor.accept(Keyword.OMIT)) {
      return;
    }
    cursor.expect(Keyword.QUOTES);
    if (cursor.accept(Keyword.ON)) {
      cursor.expect(Keyword.SCALAR);
      cursor.expect(Keyword.STRING);
    }
  }

  /** json_behavior_clause_opt: ON EMPTY, ON ERROR, or both in this order. */
  void behaviours() {
    if (!acceptBehaviour()) {
      return;
    }
    cursor.expect(Keyword.ON);
    if (cursor.accept(Keyword.ERROR)) {
      return;
    }
    cursor.expect(Keyword.EMPTY);
    onError();
  }

  /** json_on_error_clause_opt. */
  void onError() {
    if (acceptBehaviour()) {
      cursor.expect(Keyword.ON);
      cursor.expect(Keyword.ERROR);
    }
  }

  private boolean acceptBehaviour() {
    if (cursor.accept(Keyword.DEFAULT)) {
      grammar.expressions.expression();
      return true;
    }
    if (cursor.accept(Keyword.EMPTY)) {
      if (!cursor.accept(Keyword.ARRAY)) {
        cursor.accept(Keyword.OBJECT);
      }
      return true;
    }
    return cursor.accept(Keyword.ERROR)
        || cursor.accept(Keyword.NULL)
        || cursor.accept(Keyword.TRUE)
        || cursor.accept(Keyword.FALSE)
        || cursor.accept(Keyword.UNKNOWN);
  }
}
