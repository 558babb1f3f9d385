package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.AlterTableAction.SetRowSecurity;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** Row level security that hides every row, because no policy shows any. */
final class RowSecurityWithoutPolicy implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "row-security-without-policy",
          "Row level security is enabled without a policy",
          Classification.EXPAND_CONTRACT_REQUIRED);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    for (var set : context.actions(SetRowSecurity.class)) {
      QualifiedName table = set.table().relation().name();
      boolean enables =
          set.action().mode() == AlterTableAction.RowSecurity.ENABLE
              || set.action().mode() == AlterTableAction.RowSecurity.FORCE;
      if (!enables || context.harm(set.effects()).isEmpty()) {
        continue;
      }
      findings.accept(
          new Finding(
              INFO,
              set.action().span(),
              "Row level security without a policy hides every row of %s from all but its owner."
                  .formatted(table),
              Remedy.of(
                  "Create the policies first, in the same transaction.",
                  "CREATE POLICY %s ON %s USING (true)"
                      .formatted(
                          SqlNames.quote(SqlNames.join(table.name(), "all_rows")),
                          context.name(table)),
                  "ALTER TABLE %s ENABLE ROW LEVEL SECURITY".formatted(context.name(table)))));
    }
  }
}
