package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** A required column that loses the default that inserts of the running version rely on. */
final class DropDefaultOfRequiredColumn implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "drop-default-of-required-column",
          "NOT NULL column loses its default",
          Classification.EXPAND_CONTRACT_REQUIRED);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    for (var drop : context.actions(AlterTableAction.DropDefault.class)) {
      report(context, drop, drop.action().column(), findings);
    }
    for (var drop : context.actions(AlterTableAction.DropIdentity.class)) {
      report(context, drop, drop.action().column(), findings);
    }
  }

  private static void report(
      StatementContext context, Action<?> drop, String column, Consumer<Finding> findings) {
    QualifiedName table = drop.table().relation().name();
    if (context.harm(drop.effects()).isEmpty()) {
      return;
    }
    findings.accept(
        new Finding(
            INFO,
            drop.action().span(),
            "Inserts of the running version that leave out %s.%s fail without its default."
                .formatted(table, column),
            context.plan(
                "Release a version that always gives the column a value, and drop the default when"
                    + " no older version runs.")));
  }
}
