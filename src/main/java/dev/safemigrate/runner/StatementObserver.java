package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.source.MigrationScript;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Looks on while the statements of migrations run. Called on the runner's own thread; what it asks
 * on the worker's connection is asked in the migration's own transaction, where there is one: then
 * the connection is not in auto-commit mode.
 */
public interface StatementObserver {

  /** Nobody looks. */
  StatementObserver NONE = new StatementObserver() {};

  /**
   * Whether each statement must take its locks itself, to be seen: then none are taken up front for
   * it. Only for a database that nobody else works on.
   */
  default boolean measuresLocks() {
    return false;
  }

  /** A script is about to be run; nothing of it has been sent. */
  default void begins(MigrationScript script) throws SQLException {}

  /** A statement is about to be sent; called again when its transaction is tried again. */
  default void before(Connection worker, AnalysedStatement statement) throws SQLException {}

  /** The statement has succeeded; its transaction is still open. */
  default void after(Connection worker, AnalysedStatement statement) throws SQLException {}

  /** A script has run to its end, and all of it is committed. */
  default void ended(MigrationScript script) throws SQLException {}

  /** The server has refused the statement; nothing can be asked in its transaction any more. */
  default void failed(AnalysedStatement statement) {}
}
