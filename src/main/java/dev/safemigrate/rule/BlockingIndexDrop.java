package dev.safemigrate.rule;

import dev.safemigrate.ast.Drop;
import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** An index drop that makes readers and writers wait. */
final class BlockingIndexDrop implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "blocking-index-drop", "Index drop blocks reads and writes", Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (!(context.statement() instanceof Drop drop)
        || drop.objectType() != ObjectType.INDEX
        || drop.concurrently()) {
      return;
    }
    context.felt(context.effects()).stream()
        .filter(lock -> lock.mode().blocksReads())
        .findFirst()
        .map(lock -> finding(context, drop, lock))
        .ifPresent(findings);
  }

  private static Finding finding(StatementContext context, Drop drop, RelationLock lock) {
    return new Finding(
        INFO,
        drop.span(),
        "Dropping %s waits for every transaction that uses %s and blocks %s meanwhile (%s lock)."
            .formatted(
                Words.list(drop.objects().stream().map(ObjectReference::name).toList()),
                drop.objects().size() > 1 ? "their tables" : "its table",
                Words.blocked(lock.mode()),
                lock.mode().sqlName()),
        remedy(context, drop));
  }

  private static Remedy remedy(StatementContext context, Drop drop) {
    if (drop.cascade() || context.effects().failure().isPresent()) {
      return Remedy.of("Drop what depends on the index first, then DROP INDEX CONCURRENTLY.");
    }
    Remedy.File[] files =
        drop.objects().stream()
            .map(
                index ->
                    "DROP INDEX CONCURRENTLY %s%s"
                        .formatted(drop.ifExists() ? "IF EXISTS " : "", context.name(index.name())))
            .map(Remedy.File::outsideTransaction)
            .toArray(Remedy.File[]::new);
    return Remedy.of(
        "Drop it with DROP INDEX CONCURRENTLY, outside a transaction: "
            + context.runner().howToRunOutsideTransaction()
            + ".",
        files);
  }
}
