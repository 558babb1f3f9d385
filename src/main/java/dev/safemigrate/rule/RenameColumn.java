package dev.safemigrate.rule;

import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Rename;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** A new name for a column that the running version knows by the old one. */
final class RenameColumn implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo("rename-column", "Column is renamed", Classification.EXPAND_CONTRACT_REQUIRED);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (!(context.statement() instanceof Rename rename)
        || rename.objectType() != ObjectType.COLUMN
        || rename.object().relation().isEmpty()
        || context.harm(context.effects()).isEmpty()) {
      return;
    }
    QualifiedName table = rename.object().relation().orElseThrow();
    String column = rename.object().name().name();
    String renamed = rename.newName();
    findings.accept(
        new Finding(
            INFO,
            rename.span(),
            "Statements of the running version that name %s.%s fail as soon as it is called %s."
                .formatted(table, column, renamed),
            context.plan(
                "Add a column of the new name, keep both equal with a trigger, backfill in batches,"
                    + " move the application over, and drop the old one in a later release.")));
  }
}
