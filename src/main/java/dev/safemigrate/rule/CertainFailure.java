package dev.safemigrate.rule;

import dev.safemigrate.ast.Unparsed;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** A statement that the server is certain to refuse. */
final class CertainFailure implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo("certain-failure", "Statement is certain to fail", Classification.RISKY);

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
    context
        .refusal()
        .filter(failure -> !(context.statement() instanceof Unparsed))
        .map(
            failure ->
                new Finding(
                    INFO,
                    context.statement().span(),
                    "PostgreSQL %s refuses this: %s (SQLSTATE %s)."
                        .formatted(
                            context.version(), sentence(failure.reason()), failure.sqlstate()),
                    Remedy.NONE))
        .ifPresent(findings);
  }

  private static String sentence(String reason) {
    return reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason;
  }
}
