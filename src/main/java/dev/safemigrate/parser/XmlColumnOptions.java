package dev.safemigrate.parser;

import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;

/** What a column of XMLTABLE says behind its type; each thing once. */
final class XmlColumnOptions {

  /** The name under which the server itself keeps NOT NULL. */
  private static final String INTERNAL_NAME = "__pg__is_not_null";

  private final TokenCursor cursor;
  private boolean defaultSeen;
  private boolean pathSeen;
  private boolean nullSeen;
  private int refusedToken = -1;
  private String refusal = "";

  XmlColumnOptions(TokenCursor cursor) {
    this.cursor = cursor;
  }

  /** Reads one option; false if there is none. */
  boolean acceptOne(Grammar grammar) {
    int start = cursor.position();
    if (cursor.accept(Keyword.DEFAULT)) {
      grammar.expressions.restrictedExpression();
      refuseSecond(defaultSeen, start, "only one DEFAULT value is allowed");
      defaultSeen = true;
      return true;
    }
    if (cursor.accept(Keyword.PATH)) {
      grammar.expressions.restrictedExpression();
      refuseSecond(pathSeen, start, "only one PATH value per column is allowed");
      pathSeen = true;
      return true;
    }
    if (cursor.accept(Keyword.NOT)) {
      cursor.expect(Keyword.NULL);
      nullOption(start);
      return true;
    }
    if (cursor.accept(Keyword.NULL)) {
      nullOption(start);
      return true;
    }
    boolean other =
        cursor.kind() == TokenKind.QUOTED_NAME
            || (cursor.kind() == TokenKind.WORD && cursor.keyword() == Keyword.NOT_A_KEYWORD);
    if (!other) {
      return false;
    }
    String name = cursor.columnId();
    grammar.expressions.restrictedExpression();
    if (name.equals(INTERNAL_NAME)) {
      throw cursor.fail(start, "option name \"" + name + "\" cannot be used in XMLTABLE");
    }
    refuseSecond(true, start, "unrecognized column option \"" + name + "\"");
    return true;
  }

  private void nullOption(int token) {
    refuseSecond(
        nullSeen, token, "conflicting or redundant NULL / NOT NULL declarations for column");
    nullSeen = true;
  }

  private void refuseSecond(boolean wrong, int token, String message) {
    if (wrong && refusedToken < 0) {
      refusedToken = token;
      refusal = message;
    }
  }

  /** Refuses the column if its options contradict each other. */
  void refuse() {
    if (refusedToken >= 0) {
      throw cursor.fail(refusedToken, refusal);
    }
  }
}
