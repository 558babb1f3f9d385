package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction.AddColumn;
import dev.safemigrate.ast.ColumnDefinition;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** A required column that inserts of the running version do not fill. */
final class NotNullColumnWithoutDefault implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "not-null-column-without-default",
          "New NOT NULL column has no default",
          Classification.EXPAND_CONTRACT_REQUIRED);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    for (var add : context.actions(AddColumn.class)) {
      ColumnDefinition column = add.action().column();
      QualifiedName table = add.table().relation().name();
      if (required(column) && !filled(column) && context.isVisible(table)) {
        findings.accept(
            new Finding(
                INFO,
                add.action().span(),
                "Column %s is NOT NULL without a default: the statement fails if %s has rows, and inserts of the running version fail afterwards."
                    .formatted(column.name(), table),
                context.plan(
                    "Add the column nullable (or with a constant default, which is instant), let the"
                        + " application fill it, backfill in batches, and make it NOT NULL in a later"
                        + " release.")));
      }
    }
  }

  private static boolean required(ColumnDefinition column) {
    return !column.constraints(Constraint.NotNull.class).isEmpty()
        || column.constraints(Constraint.Key.class).stream().anyMatch(Constraint.Key::primary);
  }

  private static boolean filled(ColumnDefinition column) {
    return NewColumnRecipe.isSerial(column)
        || column.constraints().stream()
            .anyMatch(
                constraint ->
                    constraint instanceof Constraint.Default
                        || constraint instanceof Constraint.Generated
                        || constraint instanceof Constraint.Identity);
  }
}
