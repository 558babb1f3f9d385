package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction.AddConstraint;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.Set;
import java.util.function.Consumer;

/** A NOT VALID check that rows of today violate, so that updating them fails. */
final class NotValidCheckBreaksUpdates implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "not-valid-check-breaks-updates",
          "NOT VALID check makes updates of old rows fail",
          Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    for (var add : context.actions(AddConstraint.class)) {
      QualifiedName table = add.table().relation().name();
      if (!context.isVisible(table)) {
        continue;
      }
      required(context, add.action().constraint()).stream()
          .filter(column -> !filled(context, table, column))
          .findFirst()
          .map(
              column ->
                  new Finding(
                      INFO,
                      add.action().span(),
                      "NOT VALID spares only the reading: every insert without %s.%s, and every update of a row that has none yet, fails from now on."
                          .formatted(table, column),
                      remedy(context, table, column)))
          .ifPresent(findings);
    }
  }

  /** The columns that the constraint wants filled, when old rows are not checked. */
  private static Set<String> required(StatementContext context, Constraint constraint) {
    if (constraint instanceof Constraint.Check check && check.attributes().notValid()) {
      return context.queries().expression(check.condition().text()).notNullColumns();
    }
    if (constraint instanceof Constraint.NotNull notNull && notNull.attributes().notValid()) {
      return notNull.column().map(Set::of).orElse(Set.of());
    }
    return Set.of();
  }

  /**
   * Whether rows have a value: a default gave them one, or an earlier statement, of an earlier file
   * too, filled them.
   */
  private static boolean filled(StatementContext context, QualifiedName table, String column) {
    boolean given =
        context
            .table(table)
            .flatMap(t -> t.column(column))
            .filter(
                known ->
                    known.notNull()
                        || known.defaultValue().isPresent()
                        || known.generated().isPresent()
                        || known.identity().isPresent())
            .isPresent();
    return given
        || context.values().areFilled(context.relation(table), column)
        || (RowTriggers.fill(context, table, column, "insert")
            && RowTriggers.fill(context, table, column, "update"));
  }

  private static Remedy remedy(StatementContext context, QualifiedName table, String column) {
    return Remedy.of(
        "Give %1$s a default or let the application fill it, and backfill the old rows in batches (UPDATE %2$s SET %1$s = ... WHERE %1$s IS NULL), before the check comes."
            .formatted(SqlNames.quote(column), context.name(table)));
  }
}
