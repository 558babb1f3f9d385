package dev.safemigrate.rule;

import dev.safemigrate.ast.RefreshMaterializedView;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** A refresh that readers of the materialised view wait for. */
final class BlockingRefresh implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "blocking-refresh",
          "Refresh blocks readers of the materialised view",
          Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (!(context.statement() instanceof RefreshMaterializedView refresh) || !refresh.withData()) {
      return;
    }
    context
        .lockFelt(context.effects(), refresh.name())
        .filter(lock -> lock.mode().blocksReads())
        .map(
            lock ->
                new Finding(
                    INFO,
                    refresh.span(),
                    "Refreshing %s blocks reads of it until its query has ended (%s lock)."
                        .formatted(refresh.name(), lock.mode().sqlName()),
                    Remedy.of(
                        "Refresh it CONCURRENTLY, which needs a unique index on plain columns"
                            + " without WHERE.",
                        "REFRESH MATERIALIZED VIEW CONCURRENTLY " + context.name(refresh.name()))))
        .ifPresent(findings);
  }
}
