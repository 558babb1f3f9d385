package dev.safemigrate.rule;

import dev.safemigrate.ast.TransactionControl;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** BEGIN and COMMIT that do not go together, with each other or with the runner. */
final class UnbalancedTransaction implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "unbalanced-transaction", "BEGIN and COMMIT do not go together", Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public boolean concernsRefused() {
    return true;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (!(context.statement() instanceof TransactionControl control) || context.inBody()) {
      return;
    }
    boolean open = context.transaction().state().open();
    boolean implicit = context.transaction().state().implicit();
    switch (control.kind()) {
      case BEGIN, START -> {
        if (open && implicit) {
          report(
              context,
              "%s runs the file in a transaction already: this BEGIN is only a warning, and the file's COMMIT ends the runner's transaction."
                  .formatted(context.runner().id()),
              "Take BEGIN and COMMIT out of the file.",
              findings);
        } else if (!closed(context) && !endedByFile(context)) {
          report(
              context,
              "No COMMIT follows this BEGIN: its locks are held until the connection ends, and then"
                  + " everything is rolled back.",
              "Write COMMIT at the end of the file.",
              findings);
        }
      }
      case COMMIT, ROLLBACK -> {
        if (open && implicit && !begun(context)) {
          report(
              context,
              "%s runs the file in a transaction, and this ends it: what follows is not undone when it fails."
                  .formatted(context.runner().id()),
              "Split the file where the transaction should end.",
              findings);
        } else if (!open) {
          report(
              context,
              "There is no transaction to end here.",
              "Take it out of the file.",
              findings);
        }
      }
      case SAVEPOINT, RELEASE, ROLLBACK_TO, PREPARE, COMMIT_PREPARED, ROLLBACK_PREPARED -> {}
    }
  }

  private static boolean closed(StatementContext context) {
    return controls(context)
        .anyMatch(
            other ->
                other.span().start() > context.statement().span().start()
                    && (other.kind() == TransactionControl.Kind.COMMIT
                        || other.kind() == TransactionControl.Kind.ROLLBACK
                        || other.kind() == TransactionControl.Kind.PREPARE));
  }

  /** Whether the file has ended the transaction of its runner, whose COMMIT then ends this one. */
  private static boolean endedByFile(StatementContext context) {
    return context.runner().transactions() == Runner.Transactions.FILE
        && !begun(context)
        && controls(context)
            .anyMatch(other -> other.span().start() < context.statement().span().start());
  }

  private static boolean begun(StatementContext context) {
    return controls(context)
        .anyMatch(
            other ->
                other.span().start() < context.statement().span().start()
                    && (other.kind() == TransactionControl.Kind.BEGIN
                        || other.kind() == TransactionControl.Kind.START));
  }

  private static Stream<TransactionControl> controls(StatementContext context) {
    return context.script().statements().stream()
        .filter(TransactionControl.class::isInstance)
        .map(TransactionControl.class::cast);
  }

  private static void report(
      StatementContext context, String message, String remedy, Consumer<Finding> findings) {
    findings.accept(new Finding(INFO, context.statement().span(), message, Remedy.of(remedy)));
  }
}
