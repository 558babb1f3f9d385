package dev.safemigrate.rule;

import dev.safemigrate.ast.CreateTable;
import dev.safemigrate.ast.PartitionBound;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.effect.LockHold;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A new partition, which locks the whole partitioned table. */
final class CreatePartitionOf implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "create-partition-of", "New partition locks the partitioned table", Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (!(context.statement() instanceof CreateTable table) || table.partitionOf().isEmpty()) {
      return;
    }
    QualifiedName parent = table.partitionOf().orElseThrow();
    boolean scans =
        context.blocking(context.effects()).stream().anyMatch(lock -> lock.hold() == LockHold.SCAN);
    context
        .lockFelt(context.effects(), parent)
        .filter(lock -> lock.mode().blocksReads())
        .map(
            lock ->
                new Finding(
                        INFO,
                        table.span(),
                        "Creating a partition blocks %s of all of %s until the transaction ends (%s lock)%s."
                            .formatted(
                                Words.blocked(lock.mode()),
                                parent,
                                lock.mode().sqlName(),
                                scans ? ", and reads all of its default partition meanwhile" : ""),
                        remedy(context, table, parent))
                    .withClassification(scans ? Classification.RISKY : Classification.SAFE))
        .ifPresent(findings);
  }

  private static Remedy remedy(StatementContext context, CreateTable table, QualifiedName parent) {
    String text =
        "Create the table by itself and attach it, which blocks neither reads nor writes of the"
            + " partitioned table.";
    if (table.bound().isEmpty() || table.partitionBy().isPresent() || !table.elements().isEmpty()) {
      return Remedy.of(text);
    }
    // Comments, identity and statistics are not what PARTITION OF copies; ATTACH refuses identity.
    String create =
        "CREATE TABLE %s (LIKE %s INCLUDING ALL EXCLUDING COMMENTS EXCLUDING IDENTITY EXCLUDING STATISTICS)"
            .formatted(context.name(table.name()), context.name(parent));
    PartitionBound bound = table.bound().orElseThrow();
    String attach =
        "ALTER TABLE %s ATTACH PARTITION %s %s"
            .formatted(
                context.name(parent), context.name(table.name()), context.words(bound.span()));
    boolean proof =
        context
            .table(parent)
            .flatMap(known -> PartitionRecipe.defaultPartition(context, known))
            .isPresent();
    if (!proof) {
      return Remedy.of(text, create, attach);
    }
    return PartitionRecipe.files(context, List.of(create), attach, parent, Optional.empty(), bound)
        .map(
            files ->
                new Remedy(text + " A CHECK spares the default partition from being read.", files))
        .orElse(Remedy.of(text));
  }
}
