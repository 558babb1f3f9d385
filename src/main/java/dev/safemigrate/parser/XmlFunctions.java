package dev.safemigrate.parser;

import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;

/** SQL/XML: XMLELEMENT and its kin. */
final class XmlFunctions {

  private final Grammar grammar;
  private final TokenCursor cursor;

  XmlFunctions(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
  }

  boolean isCall(Keyword keyword) {
    return switch (keyword) {
      case XMLCONCAT, XMLELEMENT, XMLEXISTS, XMLFOREST, XMLPARSE, XMLPI, XMLROOT, XMLSERIALIZE ->
          true;
      default -> false;
    };
  }

  /** What stands between the parentheses of the call. */
  void inside(Keyword keyword) {
    switch (keyword) {
      case XMLCONCAT -> grammar.expressions.expressionList();
      case XMLELEMENT -> element();
      case XMLEXISTS -> {
        grammar.primaries.primary(false);
        passing();
      }
      case XMLFOREST -> labelled();
      case XMLPARSE -> parse();
      case XMLPI -> {
        cursor.expect(Keyword.NAME);
        cursor.skipLabel();
        if (cursor.accept(TokenKind.COMMA)) {
          grammar.expressions.expression();
        }
      }
      case XMLROOT -> root();
      default -> serialize();
    }
  }

  private void element() {
    cursor.expect(Keyword.NAME);
    cursor.skipLabel();
    if (!cursor.accept(TokenKind.COMMA)) {
      return;
    }
    boolean attributes =
        cursor.at(Keyword.XMLATTRIBUTES) && cursor.kind(1) == TokenKind.OPEN_PARENTHESIS;
    if (attributes) {
      cursor.advance();
      cursor.advance();
      labelled();
      cursor.expect(TokenKind.CLOSE_PARENTHESIS);
      if (!cursor.accept(TokenKind.COMMA)) {
        return;
      }
    }
    grammar.expressions.expressionList();
  }

  private void labelled() {
    do {
      grammar.expressions.expression();
      if (cursor.accept(Keyword.AS)) {
        cursor.skipLabel();
      }
    } while (cursor.accept(TokenKind.COMMA));
  }

  private void documentOrContent() {
    if (!cursor.accept(Keyword.DOCUMENT)) {
      cursor.expect(Keyword.CONTENT);
    }
  }

  private void parse() {
    documentOrContent();
    grammar.expressions.expression();
    if (cursor.accept(Keyword.PRESERVE) || cursor.accept(Keyword.STRIP)) {
      cursor.expect(Keyword.WHITESPACE);
    }
  }

  private void root() {
    grammar.expressions.expression();
    cursor.expect(TokenKind.COMMA);
    cursor.expect(Keyword.VERSION);
    if (!cursor.accept(Keyword.NO, Keyword.VALUE)) {
      grammar.expressions.expression();
    }
    if (!cursor.accept(TokenKind.COMMA)) {
      return;
    }
    cursor.expect(Keyword.STANDALONE);
    if (cursor.accept(Keyword.NO)) {
      cursor.accept(Keyword.VALUE);
    } else {
      cursor.expect(Keyword.YES);
    }
  }

  private void serialize() {
    documentOrContent();
    grammar.expressions.expression();
    cursor.expect(Keyword.AS);
    grammar.types.skipSimple();
    int indent = cursor.position();
    boolean given = cursor.accept(Keyword.NO);
    if (given) {
      cursor.expect(Keyword.INDENT);
    } else {
      given = cursor.accept(Keyword.INDENT);
    }
    if (given) {
      cursor.requireVersion(16, indent, "INDENT in XMLSERIALIZE");
    }
  }

  /** xmlexists_argument: PASSING with BY REF or BY VALUE on either side. */
  void passing() {
    cursor.expect(Keyword.PASSING);
    passingMechanism();
    grammar.primaries.primary(false);
    passingMechanism();
  }

  private void passingMechanism() {
    if (!cursor.accept(Keyword.BY, Keyword.REF)) {
      cursor.accept(Keyword.BY, Keyword.VALUE);
    }
  }
}
