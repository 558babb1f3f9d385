package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.AlterTableAction.AddColumn;
import dev.safemigrate.ast.CreateIndex;
import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import dev.safemigrate.text.Span;
import java.util.function.Consumer;

/** IF EXISTS or IF NOT EXISTS on what is there, or gone, already: it locks all the same. */
final class GuardStillLocks implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "guard-still-locks", "Guarded statement locks and does nothing", Classification.SAFE);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    for (var add : context.actions(AddColumn.class)) {
      boolean there =
          add.action().ifNotExists()
              && context.hasColumn(add.table().relation().name(), add.action().column().name());
      report(context, add, there, findings);
    }
    for (var drop : context.actions(AlterTableAction.DropColumn.class)) {
      boolean gone =
          drop.action().ifExists()
              && context.lacksColumn(drop.table().relation().name(), drop.action().column());
      report(context, drop, gone, findings);
    }
    for (var drop : context.actions(AlterTableAction.DropConstraint.class)) {
      report(context, drop, lacksConstraint(context, drop), findings);
    }
    if (context.statement() instanceof CreateIndex index
        && index.ifNotExists()
        && context.effects().indexBuilds().isEmpty()
        && context.effects().failure().isEmpty()) {
      context
          .lockFelt(context.effects(), index.table().name())
          .filter(lock -> lock.mode().blocksWrites())
          .map(lock -> finding(index.span(), lock))
          .ifPresent(findings);
    }
  }

  private static boolean lacksConstraint(
      StatementContext context, Action<AlterTableAction.DropConstraint> drop) {
    return drop.action().ifExists()
        && context
            .table(drop.table().relation().name())
            .filter(table -> !table.assumed())
            .filter(table -> table.constraint(drop.action().constraint()).isEmpty())
            .isPresent();
  }

  private static void report(
      StatementContext context, Action<?> action, boolean idle, Consumer<Finding> findings) {
    // Beside other actions it costs nothing: they want the lock anyway.
    if (!idle || action.table().actions().size() > 1) {
      return;
    }
    context
        .lockFelt(action.effects(), action.table().relation().name())
        .filter(lock -> lock.mode().blocksWrites())
        .map(lock -> finding(action.action().span(), lock))
        .ifPresent(findings);
  }

  private static Finding finding(Span span, RelationLock lock) {
    return new Finding(
        INFO,
        span,
        "There is nothing left to do here, but the statement still waits for %s and blocks %s of it (%s lock)."
            .formatted(lock.relation(), Words.blocked(lock.mode()), lock.mode().sqlName()),
        Remedy.of("Take it out of the file."));
  }
}
