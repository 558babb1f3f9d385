package dev.safemigrate.rule;

import dev.safemigrate.ast.CommandTags;
import dev.safemigrate.effect.TransactionNeed;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** A timeout that ends a concurrent build, which leaves an invalid index behind. */
final class TimeoutCancelsConcurrentBuild implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "timeout-cancels-concurrent-build",
          "Timeout ends a concurrent index build",
          Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    boolean concurrent =
        context.effects().transaction() == TransactionNeed.FORBIDDEN
            && !context.effects().waitsFor().isEmpty();
    if (!concurrent || !context.session().mayCancel()) {
      return;
    }
    findings.accept(
        new Finding(
            INFO,
            context.statement().span(),
            "%s waits for other transactions by design; the timeout that the file sets ends it and leaves an invalid index behind."
                .formatted(CommandTags.of(context.statement())),
            Remedy.of(
                "Switch the timeouts off for it.",
                Remedy.File.outsideTransaction(
                    "SET lock_timeout = 0", "SET statement_timeout = 0", context.sql()))));
  }
}
