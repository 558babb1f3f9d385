package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction.DetachPartition;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** A partition that is taken out while readers of the whole table wait. */
final class BlockingDetachPartition implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "blocking-detach-partition",
          "Detaching a partition blocks the partitioned table",
          Classification.SAFE);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    for (var detach : context.actions(DetachPartition.class)) {
      QualifiedName table = detach.table().relation().name();
      // CONCURRENTLY is refused while there is a default partition (manual, ALTER TABLE).
      boolean hasDefault =
          context
              .table(table)
              .flatMap(parent -> PartitionRecipe.defaultPartition(context, parent))
              .isPresent();
      if (hasDefault || !context.version().atLeast(14)) {
        continue;
      }
      context
          .lockFelt(detach.effects(), table)
          .filter(lock -> lock.mode().blocksReads())
          .map(
              lock ->
                  new Finding(
                      INFO,
                      detach.action().span(),
                      "Detaching %s blocks %s of all of %s until the transaction ends (%s lock)."
                          .formatted(
                              detach.action().partition(),
                              Words.blocked(lock.mode()),
                              table,
                              lock.mode().sqlName()),
                      Remedy.of(
                          "Write DETACH PARTITION ... CONCURRENTLY, outside a transaction; it"
                              + " leaves the bound behind as a CHECK of the partition.",
                          Remedy.File.outsideTransaction(
                              "ALTER TABLE %s DETACH PARTITION %s CONCURRENTLY"
                                  .formatted(
                                      context.name(table),
                                      context.name(detach.action().partition()))))))
          .ifPresent(findings);
    }
  }
}
