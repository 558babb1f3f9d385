package dev.safemigrate.rule;

import dev.safemigrate.ast.Merge;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Update;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** UPDATE of as many rows as the table has, in one transaction. */
final class UnboundedUpdate implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo("unbounded-update", "UPDATE of unbounded size", Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (!RowBound.unbounded(context) || context.isDeclaredBackfill()) {
      return;
    }
    if (context.statement() instanceof Update update) {
      findings.accept(finding(context, update.table().name(), remedy(context, update)));
    }
    if (context.statement() instanceof Merge merge) {
      findings.accept(
          finding(
              context,
              merge.table().name(),
              Remedy.of("Merge range by range of the primary key, each in its own transaction.")));
    }
  }

  private static Finding finding(StatementContext context, QualifiedName table, Remedy remedy) {
    return new Finding(
        INFO,
        context.statement().span(),
        "Nothing bounds how many rows of %s this changes in one transaction: they stay locked until it ends, each leaves a dead row behind, and replicas fall behind."
            .formatted(table),
        remedy);
  }

  private static Remedy remedy(StatementContext context, Update update) {
    String text = "Change the rows in batches of the primary key, each in its own transaction.";
    return Batches.of(context, text, update.table().name(), update.alias(), update.where());
  }
}
