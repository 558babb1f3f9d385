package dev.safemigrate.rule;

import dev.safemigrate.ast.DoBlock;
import dev.safemigrate.ast.Drop;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import dev.safemigrate.schema.RelationName;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Strong locks on several tables in one transaction. */
final class LocksOnSeveralTables implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "locks-on-several-tables",
          "Transaction waits for one table while it blocks another",
          Classification.RISKY);

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
    List<RelationLock> held = context.transaction().blocking();
    if (held.isEmpty() || context.statement() instanceof DoBlock) {
      return;
    }
    Set<RelationName> indexes = droppedIndexes(context);
    Set<RelationName> known = new TreeSet<>();
    held.stream().map(RelationLock::relation).filter(r -> !indexes.contains(r)).forEach(known::add);
    List<RelationLock> added =
        context.blocking(context.effects()).stream()
            .filter(lock -> !known.contains(lock.relation()))
            .filter(lock -> context.isTable(lock.relation()))
            .filter(lock -> !indexes.contains(lock.relation()))
            .toList();
    List<RelationName> blocked = known.stream().filter(context::isTable).toList();
    if (added.isEmpty() || blocked.isEmpty()) {
      return;
    }
    findings.accept(
        new Finding(
                INFO,
                context.statement().span(),
                "Waiting for the lock on %s (%s) keeps %s blocked, which this transaction locked before; a session that uses them in the other order deadlocks."
                    .formatted(
                        added.get(0).relation(),
                        added.get(0).mode().sqlName(),
                        Words.list(blocked)),
                context
                    .transaction()
                    .withoutGroup(
                        blocked,
                        Remedy.of(
                            "Change one table a transaction: put this into a file of its own.",
                            Remedy.File.transaction(context.sql()))))
            .withRelated(context.transaction().related(blocked)));
  }

  /** Of an index that no migration created, the table is not known: it may be the same one. */
  private static Set<RelationName> droppedIndexes(StatementContext context) {
    return Stream.concat(
            Stream.of(context.statement()),
            context.transaction().earlier().stream().map(TransactionFacts.Earlier::statement))
        .filter(Drop.class::isInstance)
        .map(Drop.class::cast)
        .filter(drop -> drop.objectType() == ObjectType.INDEX)
        .flatMap(drop -> drop.objects().stream())
        .map(index -> context.relation(index.name()))
        .collect(Collectors.toSet());
  }
}
