package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction.AddColumn;
import dev.safemigrate.ast.ColumnDefinition;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** A new column whose default has another value in each row. */
final class VolatileDefault implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "volatile-default", "New column's default rewrites the table", Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    for (var add : context.actions(AddColumn.class)) {
      QualifiedName table = add.table().relation().name();
      ColumnDefinition column = add.action().column();
      if (add.effects().rewrites().isEmpty()
          || !hasDefault(column)
          || ConstrainedDomainColumn.isConstrained(context, column)) {
        continue;
      }
      context
          .lockFelt(add.effects(), table)
          .map(
              lock ->
                  new Finding(
                      INFO,
                      add.action().span(),
                      "Column %s gets another value in each row, which writes all of %s anew and blocks %s meanwhile (%s lock)."
                          .formatted(
                              column.name(),
                              table,
                              Words.blocked(lock.mode()),
                              lock.mode().sqlName()),
                      context.besideOthers(
                          add, NewColumnRecipe.remedy(context, add.table(), column))))
          .ifPresent(findings);
    }
  }

  private static boolean hasDefault(ColumnDefinition column) {
    return NewColumnRecipe.isSerial(column)
        || !column.constraints(Constraint.Default.class).isEmpty()
        || !column.constraints(Constraint.Identity.class).isEmpty();
  }
}
