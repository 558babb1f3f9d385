package dev.safemigrate.parser;

import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.TransactionControl;
import dev.safemigrate.ast.TransactionControl.Kind;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** BEGIN, COMMIT, SAVEPOINT and their like. */
final class TransactionParser {

  private final TokenCursor cursor;

  TransactionParser(Clauses clauses) {
    this.cursor = clauses.cursor();
  }

  /** From behind BEGIN. */
  Statement begin(int start) {
    workOrTransaction();
    return with(start, Kind.BEGIN, optionalModes());
  }

  /** From behind START. */
  Statement start(int start) {
    cursor.expect(Keyword.TRANSACTION);
    return with(start, Kind.START, optionalModes());
  }

  /** From behind COMMIT or END. */
  Statement commit(int start, boolean mayBePrepared) {
    if (mayBePrepared && cursor.accept(Keyword.PREPARED)) {
      return named(start, Kind.COMMIT_PREPARED, cursor.string());
    }
    workOrTransaction();
    return chained(start, Kind.COMMIT);
  }

  /** From behind ROLLBACK or ABORT. */
  Statement rollback(int start, boolean mayName) {
    if (mayName && cursor.accept(Keyword.PREPARED)) {
      return named(start, Kind.ROLLBACK_PREPARED, cursor.string());
    }
    workOrTransaction();
    if (mayName && cursor.accept(Keyword.TO)) {
      acceptSavepointWord();
      return named(start, Kind.ROLLBACK_TO, cursor.columnId());
    }
    return chained(start, Kind.ROLLBACK);
  }

  /** From behind SAVEPOINT. */
  Statement savepoint(int start) {
    return named(start, Kind.SAVEPOINT, cursor.columnId());
  }

  /** From behind RELEASE. */
  Statement release(int start) {
    acceptSavepointWord();
    return named(start, Kind.RELEASE, cursor.columnId());
  }

  /** From behind PREPARE TRANSACTION. */
  Statement prepare(int start) {
    return named(start, Kind.PREPARE, cursor.string());
  }

  /** SAVEPOINT is itself a possible name: then nothing follows it. */
  private void acceptSavepointWord() {
    if (cursor.at(Keyword.SAVEPOINT)
        && (cursor.kind(1) == TokenKind.WORD || cursor.kind(1) == TokenKind.QUOTED_NAME)) {
      cursor.advance();
    }
  }

  private void workOrTransaction() {
    if (!cursor.accept(Keyword.WORK)) {
      cursor.accept(Keyword.TRANSACTION);
    }
  }

  private Statement chained(int start, Kind kind) {
    boolean chain = false;
    if (cursor.accept(Keyword.AND)) {
      chain = !cursor.accept(Keyword.NO);
      cursor.expect(Keyword.CHAIN);
    }
    return new TransactionControl(cursor.spanFrom(start), kind, Optional.empty(), List.of(), chain);
  }

  private Statement named(int start, Kind kind, String name) {
    return new TransactionControl(
        cursor.spanFrom(start), kind, Optional.of(name), List.of(), false);
  }

  private Statement with(int start, Kind kind, List<String> modes) {
    return new TransactionControl(cursor.spanFrom(start), kind, Optional.empty(), modes, false);
  }

  private List<String> optionalModes() {
    return isMode() ? modes() : List.of();
  }

  private boolean isMode() {
    return cursor.at(Keyword.ISOLATION)
        || cursor.at(Keyword.READ)
        || cursor.at(Keyword.DEFERRABLE)
        || cursor.at(Keyword.NOT);
  }

  /** transaction_mode_list: at least one, commas are optional. */
  List<String> modes() {
    List<String> modes = new ArrayList<>();
    do {
      modes.add(mode());
    } while (cursor.accept(TokenKind.COMMA) || isMode());
    return modes;
  }

  private String mode() {
    if (cursor.accept(Keyword.ISOLATION)) {
      cursor.expect(Keyword.LEVEL);
      return "ISOLATION LEVEL " + isolation();
    }
    if (cursor.accept(Keyword.READ)) {
      if (cursor.accept(Keyword.ONLY)) {
        return "READ ONLY";
      }
      cursor.expect(Keyword.WRITE);
      return "READ WRITE";
    }
    boolean not = cursor.accept(Keyword.NOT);
    cursor.expect(Keyword.DEFERRABLE);
    return not ? "NOT DEFERRABLE" : "DEFERRABLE";
  }

  private String isolation() {
    if (cursor.accept(Keyword.SERIALIZABLE)) {
      return "SERIALIZABLE";
    }
    if (cursor.accept(Keyword.REPEATABLE)) {
      cursor.expect(Keyword.READ);
      return "REPEATABLE READ";
    }
    cursor.expect(Keyword.READ);
    if (cursor.accept(Keyword.COMMITTED)) {
      return "READ COMMITTED";
    }
    cursor.expect(Keyword.UNCOMMITTED);
    return "READ UNCOMMITTED";
  }
}
