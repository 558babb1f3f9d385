package dev.safemigrate.rule;

import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** A command of psql, which no server understands. */
final class PsqlCommand implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo("psql-command", "Command of psql in a migration", Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public boolean concernsRefused() {
    return true;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (!(context.statement() instanceof dev.safemigrate.ast.PsqlCommand command)) {
      return;
    }
    boolean understood = context.runner() == Runner.PSQL;
    String message =
        understood
            ? "What %s does is up to psql."
            : "%s is a command of psql; the server refuses it when another tool runs the file.";
    findings.accept(
        new Finding(
                INFO,
                command.span(),
                message.formatted(command.command()),
                Remedy.of("Write it in SQL, or take it out of the migration."))
            .withClassification(understood ? Classification.UNKNOWN : Classification.RISKY));
  }
}
