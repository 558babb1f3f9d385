package dev.safemigrate.parser;

import dev.safemigrate.ast.DeclareCursor;
import dev.safemigrate.ast.Other;
import dev.safemigrate.ast.Query;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;
import java.util.List;

/** DECLARE, FETCH, MOVE and CLOSE of cursors. */
final class CursorParser {

  private final Grammar grammar;
  private final TokenCursor cursor;

  CursorParser(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
  }

  Statement declare() {
    int start = cursor.position();
    cursor.expect(Keyword.DECLARE);
    String name = cursor.columnId();
    options();
    cursor.expect(Keyword.CURSOR);
    boolean hold = cursor.accept(Keyword.WITH);
    if (hold || cursor.accept(Keyword.WITHOUT)) {
      cursor.expect(Keyword.HOLD);
    }
    cursor.expect(Keyword.FOR);
    Query query = grammar.queries.readQuery();
    return new DeclareCursor(cursor.spanFrom(start), name, hold, query);
  }

  private void options() {
    while (true) {
      if (cursor.accept(Keyword.NO)) {
        cursor.expect(Keyword.SCROLL);
      } else if (!cursor.accept(Keyword.SCROLL)
          && !cursor.accept(Keyword.BINARY)
          && !cursor.accept(Keyword.ASENSITIVE)
          && !cursor.accept(Keyword.INSENSITIVE)) {
        return;
      }
    }
  }

  Statement fetch() {
    int start = cursor.position();
    String tag = cursor.keyword().name();
    cursor.advance();
    direction();
    return new Other(cursor.spanFrom(start), "FetchStmt", tag, List.of());
  }

  private void direction() {
    boolean last = cursor.kind(1) == TokenKind.END;
    switch (cursor.keyword()) {
      case NEXT, PRIOR, FIRST, LAST -> {
        if (!last) {
          cursor.advance();
        }
      }
      case ABSOLUTE, RELATIVE -> {
        if (!last) {
          cursor.advance();
          count();
        }
      }
      case FORWARD, BACKWARD -> {
        if (!last) {
          cursor.advance();
          if (!cursor.accept(Keyword.ALL) && atCount()) {
            count();
          }
        }
      }
      case ALL -> cursor.advance();
      default -> {
        if (atCount()) {
          count();
        }
      }
    }
    if (!cursor.accept(Keyword.FROM)) {
      cursor.accept(Keyword.IN);
    }
    cursor.skipColumnId();
  }

  private boolean atCount() {
    return switch (cursor.kind()) {
      case INTEGER, PLUS, MINUS -> true;
      default -> false;
    };
  }

  private void count() {
    if (!cursor.accept(TokenKind.PLUS)) {
      cursor.accept(TokenKind.MINUS);
    }
    cursor.expect(TokenKind.INTEGER);
  }

  Statement close() {
    int start = cursor.position();
    cursor.expect(Keyword.CLOSE);
    boolean all = cursor.accept(Keyword.ALL);
    if (!all) {
      cursor.skipColumnId();
    }
    String tag = all ? "CLOSE CURSOR ALL" : "CLOSE CURSOR";
    return new Other(cursor.spanFrom(start), "ClosePortalStmt", tag, List.of());
  }
}
