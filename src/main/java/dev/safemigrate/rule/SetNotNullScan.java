package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction.SetNotNull;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.RuleInfo;
import java.util.List;
import java.util.function.Consumer;

/** SET NOT NULL that reads the table because nothing proves that there are no nulls. */
final class SetNotNullScan implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo("set-not-null-scan", "SET NOT NULL reads the table", Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    for (var set : context.actions(SetNotNull.class)) {
      QualifiedName table = set.table().relation().name();
      if (set.effects().scans().isEmpty()) {
        continue;
      }
      context
          .lockFelt(set.effects(), table)
          .filter(lock -> lock.mode().blocksWrites())
          .map(
              lock ->
                  new Finding(
                      INFO,
                      set.action().span(),
                      "SET NOT NULL reads all of %s and blocks %s meanwhile (%s lock)."
                          .formatted(table, Words.blocked(lock.mode()), lock.mode().sqlName()),
                      context.besideOthers(
                          set,
                          NotNullRecipe.remedy(context, table, List.of(set.action().column())))))
          .ifPresent(findings);
    }
  }
}
