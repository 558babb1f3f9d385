package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction.AttachPartition;
import dev.safemigrate.effect.LockHold;
import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** An attached table, or the default partition, that is read in full under a lock. */
final class AttachPartitionScan implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "attach-partition-scan",
          "Attaching a partition reads it under a lock",
          Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    for (var attach : context.actions(AttachPartition.class)) {
      List<RelationLock> scanned =
          context.blocking(attach.effects()).stream()
              .filter(lock -> lock.hold() == LockHold.SCAN)
              .toList();
      if (scanned.isEmpty()) {
        continue;
      }
      findings.accept(
          new Finding(
              INFO,
              attach.action().span(),
              "Attaching %s %s."
                  .formatted(
                      attach.action().partition(),
                      Words.list(scanned.stream().map(Words::blocks).toList())),
              remedy(context, attach)));
    }
  }

  private static Remedy remedy(StatementContext context, Action<AttachPartition> attach) {
    String text =
        "Give the table a CHECK that implies its bound, and the default partition one that excludes"
            + " it: NOT VALID, then validated in another transaction; attach, then drop them.";
    return attach
        .action()
        .bound()
        .flatMap(
            bound ->
                PartitionRecipe.files(
                    context,
                    List.of(),
                    context.sql(),
                    attach.table().relation().name(),
                    Optional.of(attach.action().partition()),
                    bound))
        .map(files -> new Remedy(text, files))
        .orElse(Remedy.of(text));
  }
}
