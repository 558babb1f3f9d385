package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction.AddConstraint;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.CreateIndex;
import dev.safemigrate.effect.Breakage;
import dev.safemigrate.effect.Effects;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/**
 * A unique index, key or exclusion over columns that nothing kept unique before.
 *
 * <p>Advice: whether rows or writes repeat a value is not in the SQL. What locks while the index is
 * built is told by other rules.
 */
final class UniqueMayBeViolated implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "unique-may-be-violated",
          "Rows and writes of today may repeat values",
          Classification.SAFE);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (context.statement() instanceof CreateIndex index
        && index.unique()
        && stricter(context.effects())) {
      find(context, NewUniqueness.of(index), findings);
    }
    for (var add : context.actions(AddConstraint.class)) {
      Constraint constraint = add.action().constraint();
      if (!stricter(add.effects())) {
        continue;
      }
      if (constraint instanceof Constraint.Key key && key.usingIndex().isEmpty()) {
        find(context, NewUniqueness.of(add, key), findings);
      }
      if (constraint instanceof Constraint.Exclusion exclusion) {
        find(context, NewUniqueness.of(add, exclusion), findings);
      }
    }
  }

  /** False where nothing is built: the index is there, or the server refuses the statement. */
  private static boolean stricter(Effects effects) {
    return effects.breaks().stream().anyMatch(one -> one.kind() == Breakage.Kind.STRICTER);
  }

  private static void find(
      StatementContext context, NewUniqueness uniqueness, Consumer<Finding> findings) {
    if (!uniqueness.concernsOldRows(context) || uniqueness.heldBefore(context)) {
      return;
    }
    findings.accept(
        new Finding(
            INFO,
            uniqueness.span(),
            "This fails where two rows of %s %s, and so does every write of the running version that adds such a row."
                .formatted(uniqueness.table(), uniqueness.conflict()),
            UniquenessAdvice.remedy(context, uniqueness)));
  }
}
