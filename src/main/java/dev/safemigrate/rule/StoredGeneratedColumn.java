package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction.AddColumn;
import dev.safemigrate.ast.AlterTableAction.SetExpression;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** A stored generated column on an existing table. */
final class StoredGeneratedColumn implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "stored-generated-column",
          "Stored generated column rewrites the table",
          Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    for (var add : context.actions(AddColumn.class)) {
      boolean generated = !add.action().column().constraints(Constraint.Generated.class).isEmpty();
      if (generated && !add.effects().rewrites().isEmpty()) {
        report(context, add, add.action().column().name(), findings);
      }
    }
    for (var set : context.actions(SetExpression.class)) {
      if (!set.effects().rewrites().isEmpty()) {
        report(context, set, set.action().column(), findings);
      }
    }
  }

  private static void report(
      StatementContext context, Action<?> action, String column, Consumer<Finding> findings) {
    QualifiedName table = action.table().relation().name();
    String instead =
        context.version().atLeast(18) ? "Declare it VIRTUAL, which stores nothing; or add" : "Add";
    context
        .lockFelt(action.effects(), table)
        .map(
            lock ->
                new Finding(
                    INFO,
                    action.action().span(),
                    "Computing %s writes all of %s anew and blocks %s meanwhile (%s lock)."
                        .formatted(
                            column, table, Words.blocked(lock.mode()), lock.mode().sqlName()),
                    Remedy.of(
                        instead
                            + " a plain column, fill it in a trigger for new rows, and backfill the"
                            + " others in batches.")))
        .ifPresent(findings);
  }
}
