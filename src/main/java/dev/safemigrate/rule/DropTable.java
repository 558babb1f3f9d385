package dev.safemigrate.rule;

import dev.safemigrate.ast.Drop;
import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.RuleInfo;
import java.util.List;
import java.util.function.Consumer;

/** A table that goes while the running version may still use it. */
final class DropTable implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo("drop-table", "Table is dropped", Classification.EXPAND_CONTRACT_REQUIRED);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (!(context.statement() instanceof Drop drop)
        || (drop.objectType() != ObjectType.TABLE && drop.objectType() != ObjectType.FOREIGN_TABLE)
        || context.harm(context.effects()).isEmpty()) {
      return;
    }
    List<QualifiedName> tables =
        drop.objects().stream().map(ObjectReference::name).filter(context::isVisible).toList();
    findings.accept(
        new Finding(
            INFO,
            drop.span(),
            "Dropping %s breaks every statement of the running version that names it, and its data is gone."
                .formatted(
                    Words.list(
                        tables.isEmpty()
                            ? drop.objects().stream().map(ObjectReference::name).toList()
                            : tables)),
            context.plan(
                "Release a version that does not use the table, and drop it when no older version"
                    + " runs and a backup exists, one table a transaction.")));
  }
}
