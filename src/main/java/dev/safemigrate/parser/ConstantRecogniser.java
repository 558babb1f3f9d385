package dev.safemigrate.parser;

import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;

/**
 * Constants that begin with a type of the grammar's own: {@code timestamp with time zone '...'}.
 */
final class ConstantRecogniser {

  private final Grammar grammar;
  private final TokenCursor cursor;

  ConstantRecogniser(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
  }

  /** True if the word here is such a type and what follows makes it a constant. */
  boolean isTyped(Keyword keyword) {
    return isTypeWord(keyword) && startsConstant(keyword, cursor.kind(1));
  }

  /** A type of the grammar's own followed by its value in quotes. */
  void typed() {
    if (cursor.keyword() == Keyword.INTERVAL) {
      cursor.advance();
      if (cursor.accept(TokenKind.OPEN_PARENTHESIS)) {
        cursor.expect(TokenKind.INTEGER);
        cursor.expect(TokenKind.CLOSE_PARENTHESIS);
        cursor.expect(TokenKind.STRING);
        return;
      }
      cursor.expect(TokenKind.STRING);
      grammar.types.skipIntervalFields();
      return;
    }
    grammar.types.skipSimple();
    cursor.expect(TokenKind.STRING);
  }

  private static boolean isTypeWord(Keyword keyword) {
    return switch (keyword) {
      case INT,
          INTEGER,
          SMALLINT,
          BIGINT,
          REAL,
          BOOLEAN,
          FLOAT,
          DECIMAL,
          DEC,
          NUMERIC,
          BIT,
          CHARACTER,
          CHAR,
          NCHAR,
          VARCHAR,
          NATIONAL,
          TIMESTAMP,
          TIME,
          INTERVAL,
          JSON ->
          true;
      default -> false;
    };
  }

  private boolean startsConstant(Keyword keyword, TokenKind next) {
    if (next == TokenKind.STRING) {
      return true;
    }
    if (next == TokenKind.OPEN_PARENTHESIS) {
      return keyword != Keyword.JSON;
    }
    Keyword following = cursor.keyword(1);
    return switch (keyword) {
      case BIT, CHARACTER, CHAR, NCHAR -> following == Keyword.VARYING;
      case NATIONAL -> following == Keyword.CHARACTER || following == Keyword.CHAR;
      case TIMESTAMP, TIME ->
          (following == Keyword.WITH || following == Keyword.WITHOUT)
              && cursor.keyword(2) == Keyword.TIME;
      default -> false;
    };
  }
}
