package dev.safemigrate.rule;

import dev.safemigrate.effect.TransactionNeed;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** A concurrent index build that waits for a transaction of the tool that runs it. */
final class ConcurrentBuildWaitsForRunner implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "concurrent-build-waits-for-runner",
          "Concurrent index build waits for the runner's own transaction",
          Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    boolean waits = !context.effects().waitsFor().isEmpty();
    if (!waits
        || !context.runner().keepsTransactionOpen()
        || context.effects().transaction() != TransactionNeed.FORBIDDEN) {
      return;
    }
    findings.accept(
        new Finding(
            INFO,
            context.statement().span(),
            "%s holds its lock in a transaction of another connection, and this waits for all older transactions: it never ends."
                .formatted(context.runner().id()),
            Remedy.of(
                "Set flyway.postgresql.transactional.lock=false, which makes Flyway use a session"
                    + " lock; with that set, acknowledge this.")));
  }
}
