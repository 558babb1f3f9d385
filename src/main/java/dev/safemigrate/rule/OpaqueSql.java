package dev.safemigrate.rule;

import dev.safemigrate.ast.Opaque;
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
    if (context.statement() instanceof Opaque opaque) {
      findings.accept(
          new Finding(
              INFO,
              opaque.span(),
              "What this does cannot be read before it runs: %s.".formatted(opaque.reason()),
              Remedy.of(
                  "Write the statements out, or look at them yourself and acknowledge: --"
                      + " migrate:allow opaque-sql <reason>")));
    }
  }
}
