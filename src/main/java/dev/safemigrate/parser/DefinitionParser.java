package dev.safemigrate.parser;

import dev.safemigrate.ast.Statement;
import dev.safemigrate.text.Keyword;
import java.util.function.Supplier;

/** Definitions and utility statements: everything but queries and what stands around them. */
final class DefinitionParser {

  private final TokenCursor cursor;
  private final Families families;
  private final CreateParser creations;
  private final AlterParser alterations;

  /**
   * @param nested reads a statement that stands inside another one
   */
  DefinitionParser(Grammar grammar, Supplier<Statement> nested) {
    Clauses clauses = new Clauses(grammar);
    this.cursor = grammar.cursor;
    this.families = new Families(clauses, nested);
    this.creations = new CreateParser(clauses, families);
    this.alterations = new AlterParser(clauses, families);
  }

  /** The statement here; refuses it if its first word begins none. */
  Statement statement() {
    int start = cursor.position();
    Keyword word = cursor.keyword();
    switch (word) {
      case CREATE -> {
        cursor.advance();
        return creations.statement(start);
      }
      case ALTER -> {
        cursor.advance();
        return alterations.statement(start);
      }
      case DROP -> {
        cursor.advance();
        return families.drops.statement(start);
      }
      case SET -> {
        cursor.advance();
        return families.settings.set(start);
      }
      case RESET -> {
        cursor.advance();
        return families.settings.reset(start);
      }
      case COMMENT -> {
        cursor.advance();
        return families.comments.comment(start);
      }
      case GRANT -> {
        cursor.advance();
        return families.grants.grant(start);
      }
      case REVOKE -> {
        cursor.advance();
        return families.grants.revoke(start);
      }
      case DO -> {
        cursor.advance();
        return families.functions.doBlock(start);
      }
      case BEGIN, START, COMMIT, END, ROLLBACK, ABORT, SAVEPOINT, RELEASE, PREPARE -> {
        cursor.advance();
        return transaction(start, word);
      }
      default -> {
        return maintenance(start, word);
      }
    }
  }

  private Statement transaction(int start, Keyword word) {
    return switch (word) {
      case BEGIN -> families.transactions.begin(start);
      case START -> families.transactions.start(start);
      case COMMIT -> families.transactions.commit(start, true);
      case END -> families.transactions.commit(start, false);
      case ROLLBACK -> families.transactions.rollback(start, true);
      case ABORT -> families.transactions.rollback(start, false);
      case SAVEPOINT -> families.transactions.savepoint(start);
      case RELEASE -> families.transactions.release(start);
      default -> {
        cursor.expect(Keyword.TRANSACTION);
        yield families.transactions.prepare(start);
      }
    };
  }

  private Statement maintenance(int start, Keyword word) {
    switch (word) {
      case LOCK -> {
        cursor.advance();
        return families.maintenance.lock(start);
      }
      case TRUNCATE -> {
        cursor.advance();
        return families.maintenance.truncate(start);
      }
      case REINDEX -> {
        cursor.advance();
        return families.maintenance.reindex(start);
      }
      case CLUSTER -> {
        cursor.advance();
        return families.maintenance.cluster(start);
      }
      case VACUUM -> {
        cursor.advance();
        return families.maintenance.vacuum(start);
      }
      case ANALYZE, ANALYSE -> {
        cursor.advance();
        return families.maintenance.analyze(start);
      }
      case REFRESH -> {
        cursor.advance();
        return families.views.refresh(start);
      }
      default -> {
        return session(start, word);
      }
    }
  }

  private Statement session(int start, Keyword word) {
    switch (word) {
      case SHOW -> {
        cursor.advance();
        return families.settings.show(start);
      }
      case DISCARD -> {
        cursor.advance();
        return families.settings.discard(start);
      }
      case SECURITY -> {
        cursor.advance();
        return families.comments.securityLabel(start);
      }
      case IMPORT -> {
        cursor.advance();
        return families.foreignData.importSchema(start);
      }
      case LISTEN -> {
        cursor.advance();
        return families.sessions.listen(start);
      }
      case UNLISTEN -> {
        cursor.advance();
        return families.sessions.unlisten(start);
      }
      case NOTIFY -> {
        cursor.advance();
        return families.sessions.notify(start);
      }
      case LOAD -> {
        cursor.advance();
        return families.sessions.load(start);
      }
      case CHECKPOINT -> {
        cursor.advance();
        return families.sessions.checkpoint(start);
      }
      case REASSIGN -> {
        cursor.advance();
        return families.sessions.reassign(start);
      }
      default -> throw cursor.failExpecting("a statement: CREATE, ALTER, DROP, SELECT, ...");
    }
  }
}
