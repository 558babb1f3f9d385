package dev.safemigrate.parser;

import dev.safemigrate.ast.Other;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;
import java.util.List;

/** Notifications and small statements of administrators. */
final class SessionParser {

  private final TokenCursor cursor;
  private final Clauses clauses;

  SessionParser(Clauses clauses) {
    this.cursor = clauses.cursor();
    this.clauses = clauses;
  }

  private Statement other(int start, String node, String tag) {
    return new Other(cursor.spanFrom(start), node, tag, List.of());
  }

  /** From behind LISTEN. */
  Statement listen(int start) {
    cursor.columnId();
    return other(start, "ListenStmt", "LISTEN");
  }

  /** From behind UNLISTEN. */
  Statement unlisten(int start) {
    if (!cursor.accept(TokenKind.STAR)) {
      cursor.columnId();
    }
    return other(start, "UnlistenStmt", "UNLISTEN");
  }

  /** From behind NOTIFY. */
  Statement notify(int start) {
    cursor.columnId();
    if (cursor.accept(TokenKind.COMMA)) {
      cursor.string();
    }
    return other(start, "NotifyStmt", "NOTIFY");
  }

  /** From behind LOAD. */
  Statement load(int start) {
    cursor.string();
    return other(start, "LoadStmt", "LOAD");
  }

  /** From behind CHECKPOINT. */
  Statement checkpoint(int start) {
    return other(start, "CheckPointStmt", "CHECKPOINT");
  }

  /** From behind REASSIGN. */
  Statement reassign(int start) {
    cursor.expect(Keyword.OWNED);
    cursor.expect(Keyword.BY);
    clauses.roles();
    cursor.expect(Keyword.TO);
    clauses.role();
    return other(start, "ReassignOwnedStmt", "REASSIGN OWNED");
  }
}
