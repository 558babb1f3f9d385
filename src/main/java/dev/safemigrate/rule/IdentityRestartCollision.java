package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.AlterTableAction.AddIdentity;
import dev.safemigrate.ast.DoBlock;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Select;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.Locale;
import java.util.function.Consumer;

/** An identity or sequence that starts at 1 on a column that has values already. */
final class IdentityRestartCollision implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "identity-restart-collision",
          "Identity starts at 1 on a column with values",
          Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    for (var add : context.actions(AddIdentity.class)) {
      QualifiedName table = add.table().relation().name();
      String column = add.action().column();
      boolean starts =
          add.action().identity().sequenceOptions().stream()
              .anyMatch(
                  option ->
                      option.name().equalsIgnoreCase("start")
                          || option.name().equalsIgnoreCase("restart"));
      if (!starts && context.isVisible(table) && !setLater(context, table)) {
        findings.accept(
            new Finding(
                INFO,
                add.action().span(),
                "The identity of %s.%s starts at 1, so the next insert meets a key that exists."
                    .formatted(table, column),
                Remedy.of(
                    "Set the sequence behind the highest value, in the same transaction.",
                    context.sql(),
                    "SELECT setval(pg_get_serial_sequence('%s', '%s'), (SELECT COALESCE(max(%s), 0) + 1 FROM %s), false)"
                        .formatted(
                            context.name(table).replace("'", "''"),
                            column.replace("'", "''"),
                            SqlNames.quote(column),
                            context.name(table)))));
      }
    }
  }

  /** Whether the file moves the sequence: setval, or ALTER COLUMN ... RESTART. */
  private static boolean setLater(StatementContext context, QualifiedName table) {
    return context.script().statements().stream()
        .filter(statement -> statement.span().start() > context.statement().span().start())
        .anyMatch(
            statement ->
                (statement instanceof Select select
                        && select.query().text().toLowerCase(Locale.ROOT).contains("setval"))
                    || statement instanceof DoBlock
                    || (statement instanceof AlterTable alter
                        && context.relation(alter.relation().name()).equals(context.relation(table))
                        && alter.actions().stream()
                            .anyMatch(AlterTableAction.SetIdentity.class::isInstance)));
  }
}
