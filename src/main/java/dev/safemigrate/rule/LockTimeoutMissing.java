package dev.safemigrate.rule;

import dev.safemigrate.effect.LockHold;
import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.effect.TransactionNeed;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.List;
import java.util.function.Consumer;

/** A lock that others queue behind, and nothing that ends the waiting. */
final class LockTimeoutMissing implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "lock-timeout-missing", "Waiting for a lock is not bounded", Classification.SAFE);

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
    // CONCURRENTLY waits for others before it takes such a lock, for an instant.
    boolean concurrently = context.effects().transaction() == TransactionNeed.FORBIDDEN;
    List<RelationLock> locks =
        context.blocking(context.effects()).stream()
            .filter(lock -> !(concurrently && lock.hold() == LockHold.INSTANT))
            .toList();
    boolean first =
        context.transaction().earlier().stream()
            .noneMatch(before -> !context.blocking(before.effects()).isEmpty());
    if (locks.isEmpty()
        || !first
        || context.inBody()
        || context.runner().boundsLockWaits()
        || context.session().boundsLockWaits()) {
      return;
    }
    String setting =
        context.transaction().state().open()
            ? "SET LOCAL lock_timeout = '1200ms'"
            : "SET lock_timeout = '1200ms'";
    findings.accept(
        new Finding(
            INFO,
            context.statement().span(),
            "While this waits for %s (%s lock), all %s that come later wait behind it, and no lock_timeout ends that."
                .formatted(
                    locks.get(0).relation(),
                    locks.get(0).mode().sqlName(),
                    Words.blocked(locks.get(0).mode())),
            Remedy.of(
                "Set lock_timeout a little above deadlock_timeout and try again when it strikes;"
                    + " migrate:apply does both.",
                setting,
                context.sql())));
  }
}
