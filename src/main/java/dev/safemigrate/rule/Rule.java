package dev.safemigrate.rule;

import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/**
 * Looks at one statement in its place and says what is wrong with it. Stateless; the name of the
 * class and the id are the same words.
 */
public interface Rule {

  /** The rule's identity. */
  RuleInfo info();

  /**
   * Checks one statement.
   *
   * @param context the statement with all that is known about it
   * @param findings takes what is found
   */
  void check(StatementContext context, Consumer<Finding> findings);

  /**
   * Whether it is asked about a statement that the server refuses. Such a statement has no effect:
   * its transaction ends, and nothing that it would have built, broken or lost has happened. It has
   * waited for its locks, though.
   */
  default boolean concernsRefused() {
    return false;
  }

  /** Whether it is asked only when no other rule explains the statement's class. */
  default boolean lastResort() {
    return false;
  }
}
