package dev.safemigrate.analysis;

import dev.safemigrate.ast.SetVariable;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.TransactionControl;
import dev.safemigrate.effect.TransactionNeed;
import dev.safemigrate.rule.Runner;
import dev.safemigrate.source.TransactionSwitch;
import java.util.ArrayList;
import java.util.List;

/**
 * In which transaction each statement of a file runs, as its runner will run it.
 *
 * @param implicit whether the runner opens a transaction around the statement, by position
 */
record TransactionPlan(List<Boolean> implicit) {

  TransactionPlan {
    implicit = List.copyOf(implicit);
  }

  /**
   * @param statements of the file
   * @param needs of each statement, by position
   * @param wish what the file says by its tool's means
   */
  static TransactionPlan of(
      List<Statement> statements,
      List<TransactionNeed> needs,
      TransactionSwitch wish,
      Runner runner) {
    Runner.Transactions model =
        wish == TransactionSwitch.OFF ? Runner.Transactions.NONE : runner.transactions();
    boolean own = statements.stream().anyMatch(TransactionPlan::begins);
    List<Boolean> implicit = new ArrayList<>();
    boolean mixed = mixed(statements, needs);
    for (int i = 0; i < statements.size(); i++) {
      implicit.add(
          switch (model) {
            case FILE -> true;
            case SPLIT -> !own && needs.get(i) != TransactionNeed.FORBIDDEN;
            case DETECTED -> mixed;
            case SIMPLE_QUERY -> !own && statements.size() > 1;
            case NONE -> false;
          });
    }
    return new TransactionPlan(implicit);
  }

  /** Whether a file that decides by its statements has one that wants a transaction. */
  private static boolean mixed(List<Statement> statements, List<TransactionNeed> needs) {
    for (int i = 0; i < statements.size(); i++) {
      boolean neutral = statements.get(i) instanceof SetVariable;
      if (!neutral && needs.get(i) != TransactionNeed.FORBIDDEN) {
        return true;
      }
    }
    return statements.isEmpty();
  }

  private static boolean begins(Statement statement) {
    return statement instanceof TransactionControl control
        && (control.kind() == TransactionControl.Kind.BEGIN
            || control.kind() == TransactionControl.Kind.START);
  }
}
