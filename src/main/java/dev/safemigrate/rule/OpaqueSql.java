package dev.safemigrate.rule;

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

/** SQL that is put together when it runs, or a body in a language that is not read. */
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
      String reason =
          statement instanceof Opaque opaque
              ? opaque.reason()
              : CommandTags.of(statement) + " is not understood";
      findings.accept(
          new Finding(
              INFO,
              statement.span(),
              "What this does cannot be read before it runs: %s.".formatted(reason),
              Remedy.of(
                  "Write the statements out, or look at them yourself and acknowledge: --"
                      + " migrate:allow opaque-sql <reason>")));
    }
  }
}
