package dev.safemigrate.rule;

import dev.safemigrate.ast.CreateTable;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** CREATE IF NOT EXISTS of what an earlier migration created, perhaps otherwise. */
final class CreateIfNotExistsDoesNothing implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "create-if-not-exists-does-nothing",
          "IF NOT EXISTS hides that the table is there already",
          Classification.SAFE);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (context.statement() instanceof CreateTable create
        && create.ifNotExists()
        && context.table(create.name()).filter(table -> !table.assumed()).isPresent()) {
      findings.accept(
          new Finding(
              INFO,
              create.span(),
              "%s exists already, so nothing is created, and its columns stay as they are."
                  .formatted(create.name()),
              Remedy.of("Take it out, or change the table with ALTER TABLE.")));
    }
  }
}
