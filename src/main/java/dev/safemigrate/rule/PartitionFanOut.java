package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction.DetachPartition;
import dev.safemigrate.ast.CreateTrigger;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import dev.safemigrate.schema.RelationName;
import java.util.List;
import java.util.Optional;
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
    Optional<QualifiedName> parent = parent(context.statement());
    if (parent.isEmpty()) {
      return;
    }
    List<RelationName> partitions = context.partitionsOf(parent.get());
    List<RelationLock> locked =
        context.blocking(context.effects()).stream()
            .filter(lock -> partitions.contains(lock.relation()))
            .toList();
    long number = locked.stream().map(RelationLock::relation).distinct().count();
    if (number < 2) {
      return;
    }
    findings.accept(
        new Finding(
            INFO,
            context.statement().span(),
            "This locks %s and each of its %d %s one after the other, and keeps what it has while it waits for the next (%s lock)."
                .formatted(
                    parent.get(),
                    number,
                    context.isPartitioned(parent.get()) ? "partitions" : "children",
                    locked.get(0).mode().sqlName()),
            Remedy.of(
                "Run it by itself with a short lock_timeout and try again; with thousands of"
                    + " partitions raise max_locks_per_transaction first.",
                "SET LOCAL lock_timeout = '1200ms'",
                context.sql())));
  }

  /** The table that hands its change on; partitions that come or go have rules of their own. */
  private static Optional<QualifiedName> parent(Statement statement) {
    if (statement instanceof CreateTrigger trigger) {
      return Optional.of(trigger.table());
    }
    return statement instanceof AlterTable alter
            && alter.actions().stream().noneMatch(DetachPartition.class::isInstance)
        ? Optional.of(alter.relation().name())
        : Optional.empty();
  }
}
