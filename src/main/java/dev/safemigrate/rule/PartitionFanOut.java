package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import dev.safemigrate.schema.RelationName;
import java.util.List;
import java.util.function.Consumer;

/** A change of a partitioned table that locks every partition at once. */
final class PartitionFanOut implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo("partition-fan-out", "Change locks every partition", Classification.SAFE);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (!(context.statement() instanceof AlterTable alter)
        || !context.isPartitioned(alter.relation().name())) {
      return;
    }
    List<RelationName> partitions = context.partitionsOf(alter.relation().name());
    List<RelationLock> locked =
        context.blocking(context.effects()).stream()
            .filter(lock -> partitions.contains(lock.relation()))
            .toList();
    if (locked.size() < 2) {
      return;
    }
    findings.accept(
        new Finding(
            INFO,
            alter.span(),
            "This locks %s and each of its %d partitions one after the other, and keeps what it has while it waits for the next (%s lock)."
                .formatted(alter.relation().name(), locked.size(), locked.get(0).mode().sqlName()),
            Remedy.of(
                "Run it by itself with a short lock_timeout and try again; with thousands of"
                    + " partitions raise max_locks_per_transaction first.",
                "SET LOCAL lock_timeout = '1200ms'",
                context.sql())));
  }
}
