package dev.safemigrate.rule;

import dev.safemigrate.ast.CreateIndex;
import dev.safemigrate.ast.CreateTable;
import dev.safemigrate.ast.Drop;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** A statement that fails when the file runs a second time. */
final class NotRepeatable implements Rule {

  private static final RuleInfo INFO =
      RuleInfo.style("not-repeatable", "Statement fails when it runs twice");

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (context.transaction().state().open() || !unguarded(context.statement())) {
      return;
    }
    findings.accept(
        new Finding(
            INFO,
            context.statement().span(),
            "Outside a transaction a file may stop half way, and this fails when it runs again.",
            Remedy.of("Write IF EXISTS or IF NOT EXISTS.")));
  }

  private static boolean unguarded(Statement statement) {
    if (statement instanceof Drop drop) {
      return !drop.ifExists();
    }
    if (statement instanceof CreateIndex index) {
      return !index.ifNotExists();
    }
    return statement instanceof CreateTable table && !table.ifNotExists();
  }
}
