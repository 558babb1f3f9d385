package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** A column that may hold nulls that the running version does not expect. */
final class DropNotNull implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo("drop-not-null", "Column may become null", Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    for (var drop : context.actions(AlterTableAction.DropNotNull.class)) {
      QualifiedName table = drop.table().relation().name();
      if (!context.harm(drop.effects()).isEmpty()) {
        findings.accept(
            new Finding(
                INFO,
                drop.action().span(),
                "%s.%s may hold nulls from now on; readers of the running version may not expect them."
                    .formatted(table, drop.action().column()),
                Remedy.of("Release a version that reads nulls before one that writes them.")));
      }
    }
  }
}
