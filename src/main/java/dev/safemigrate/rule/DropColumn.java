package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.RuleInfo;
import java.util.List;
import java.util.function.Consumer;

/** A column that goes while the running version may still use it. */
final class DropColumn implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo("drop-column", "Column is dropped", Classification.EXPAND_CONTRACT_REQUIRED);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    for (var drop : context.actions(AlterTableAction.DropColumn.class)) {
      QualifiedName table = drop.table().relation().name();
      String column = drop.action().column();
      if (drop.table().objectType() != ObjectType.TABLE || context.harm(drop.effects()).isEmpty()) {
        continue;
      }
      findings.accept(
          new Finding(
              INFO,
              drop.action().span(),
              "Dropping %s.%s breaks every statement of the running version that names it, and its data is gone.%s"
                  .formatted(table, column, alsoLost(context, drop)),
              context.plan(
                  "Release a version that does not name the column, with the column relaxed so that"
                      + " inserts without it work; drop it when no older version runs.")));
    }
  }

  /** Indexes, unique constraints and checks that use the column go with it, without CASCADE. */
  private static String alsoLost(
      StatementContext context, Action<AlterTableAction.DropColumn> drop) {
    String own = context.relation(drop.table().relation().name()) + "." + drop.action().column();
    List<String> others =
        drop.effects().dataLoss().stream().filter(lost -> !lost.equals(own)).sorted().toList();
    return others.isEmpty() ? "" : " " + Words.list(others) + " goes with it.";
  }
}
