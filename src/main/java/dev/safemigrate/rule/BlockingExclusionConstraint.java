package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction.AddConstraint;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** An exclusion constraint, whose index cannot be built without blocking writers. */
final class BlockingExclusionConstraint implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "blocking-exclusion-constraint",
          "Exclusion constraint is built under a blocking lock",
          Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    for (var add : context.actions(AddConstraint.class)) {
      QualifiedName table = add.table().relation().name();
      if (!(add.action().constraint() instanceof Constraint.Exclusion)) {
        continue;
      }
      context
          .lockFelt(add.effects(), table)
          .filter(lock -> lock.mode().blocksWrites())
          .map(
              lock ->
                  new Finding(
                      INFO,
                      add.action().span(),
                      "Adding this exclusion constraint builds an index on %s and blocks %s until it ends (%s lock)."
                          .formatted(table, Words.blocked(lock.mode()), lock.mode().sqlName()),
                      Remedy.of(
                          "It knows neither NOT VALID nor USING INDEX. Add it while the table is"
                              + " small, or let migrate:plan write it for an empty table beside this"
                              + " one, which a trigger and a backfill fill.")))
          .ifPresent(findings);
    }
  }
}
