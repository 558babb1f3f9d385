package dev.safemigrate.rule;

import dev.safemigrate.ast.Delete;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** DELETE of as many rows as the table has, in one transaction. */
final class UnboundedDelete implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo("unbounded-delete", "DELETE of unbounded size", Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (!(context.statement() instanceof Delete delete)
        || !RowBound.unbounded(context)
        || context.isDeclaredBackfill()) {
      return;
    }
    findings.accept(
        new Finding(
            INFO,
            delete.span(),
            "Nothing bounds how many rows of %s this deletes in one transaction: they stay locked until it ends, and replicas fall behind."
                .formatted(delete.table().name()),
            remedy(context, delete)));
  }

  private static Remedy remedy(StatementContext context, Delete delete) {
    String text = "Delete the rows in batches of the primary key, each in its own transaction.";
    return Batches.of(context, text, delete.table().name(), delete.alias(), delete.where());
  }
}
