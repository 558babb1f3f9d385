package dev.safemigrate.analysis;

import dev.safemigrate.ast.SetVariable;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.TransactionControl;
import dev.safemigrate.effect.TransactionNeed;
import dev.safemigrate.rule.Runner;
import dev.safemigrate.source.TransactionSwitch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

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
   * @param needs what a statement needs; only asked where the runner decides by it
   * @param wish what the file says by its tool's means
   */
  static TransactionPlan of(
      List<Statement> statements,
      Function<Statement, TransactionNeed> needs,
      TransactionSwitch wish,
      Runner runner) {
    Runner.Transactions model =
        wish == TransactionSwitch.OFF ? Runner.Transactions.NONE : runner.transactions();
    boolean own = statements.stream().anyMatch(TransactionPlan::begins);
    List<Boolean> implicit = new ArrayList<>();
    boolean mixed = model == Runner.Transactions.DETECTED && mixed(statements, needs);
    for (int i = 0; i < statements.size(); i++) {
      implicit.add(
          switch (model) {
            case FILE -> true;
            case SPLIT -> !own && needs.apply(statements.get(i)) != TransactionNeed.FORBIDDEN;
            case DETECTED -> mixed;
            case SIMPLE_QUERY -> !own && statements.size() > 1;
            case NONE -> false;
          });
    }
    return new TransactionPlan(implicit);
  }

  /** Whether a file that decides by its statements has one that wants a transaction. */
  private static boolean mixed(
      List<Statement> statements, Function<Statement, TransactionNeed> needs) {
    for (int i = 0; i < statements.size(); i++) {
      boolean neutral = statements.get(i) instanceof SetVariable;
      if (!neutral && needs.apply(statements.get(i)) != TransactionNeed.FORBIDDEN) {
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
