package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterExtension;
import dev.safemigrate.ast.CommandTags;
import dev.safemigrate.ast.DoBlock;
import dev.safemigrate.ast.Opaque;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.Unparsed;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** SQL that is put together when it runs, a body in a language that is not read, or a script. */
final class OpaqueSql implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo("opaque-sql", "SQL cannot be read before it runs", Classification.UNKNOWN);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    Statement statement = context.statement();
    boolean saidElsewhere =
        statement instanceof Unparsed
            || statement instanceof dev.safemigrate.ast.PsqlCommand
            || (statement instanceof DoBlock block && !block.statements().isEmpty());
    if (context.effects().unknown() && !saidElsewhere) {
      findings.accept(
          new Finding(
              INFO,
              statement.span(),
              "What this does cannot be read before it runs: %s.".formatted(reason(statement)),
              Remedy.of(
                  "Write the statements out, or look at them yourself and acknowledge: --"
                      + " migrate:allow opaque-sql <reason>")));
    }
  }

  private static String reason(Statement statement) {
    if (statement instanceof AlterExtension extension) {
      return "the update script of %s comes with the server's packages, not with this file"
          .formatted(extension.name());
    }
    return statement instanceof Opaque opaque
        ? opaque.reason()
        : CommandTags.of(statement) + " is not understood";
  }
}
