package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.AlterTableAction.AddColumn;
import dev.safemigrate.ast.AlterTableAction.AddConstraint;
import dev.safemigrate.ast.Constraint.ForeignKey;
import dev.safemigrate.ast.CreateTable;
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

/** A foreign key that locks the table on its other side. */
final class ForeignKeyLocksOtherTable implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "foreign-key-locks-other-table",
          "Foreign key locks the table it references",
          Classification.SAFE);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    Set<RelationName> named = named(context);
    if (named.isEmpty()) {
      return;
    }
    List<RelationLock> others =
        context.blocking(context.effects()).stream()
            .filter(lock -> !named.contains(lock.relation()))
            .filter(lock -> context.isStoredTable(lock.relation()))
            .filter(lock -> !context.isBelow(lock.relation(), named))
            .filter(
                lock -> lock.mode().blocksReads() || !toldWithConstraint(context, lock.relation()))
            .toList();
    if (others.isEmpty()) {
      return;
    }
    RelationLock other = others.get(0);
    Set<RelationName> reached = new TreeSet<>();
    others.forEach(lock -> reached.add(lock.relation()));
    findings.accept(
        new Finding(
            INFO,
            context.statement().span(),
            "A foreign key reaches %s, so %s of %s wait until this transaction ends (%s lock), and this waits for them."
                .formatted(
                    Words.list(reached),
                    Words.blocked(other.mode()),
                    reached.size() > 1 ? "these tables" : "it",
                    other.mode().sqlName()),
            Remedy.of(
                "Keep it in a transaction of its own with a short lock_timeout, and nothing long"
                    + " behind it.",
                "SET LOCAL lock_timeout = '1200ms'",
                context.sql())));
  }

  /** Whether {@link ConstraintWithoutNotValid} says that the table is locked, and for longer. */
  private static boolean toldWithConstraint(StatementContext context, RelationName relation) {
    return context.actions(AddConstraint.class).stream()
        .anyMatch(
            add ->
                add.action().constraint() instanceof ForeignKey key
                    && context.relation(key.references().name()).equals(relation)
                    && ConstraintWithoutNotValid.scanned(context, add).isPresent());
  }

  /** The tables that the statement is about; empty when no foreign key can be in play. */
  private static Set<RelationName> named(StatementContext context) {
    if (context.statement() instanceof CreateTable table && table.partitionOf().isEmpty()) {
      return Set.of(context.relation(table.name()));
    }
    if (context.statement() instanceof AlterTable alter && touchesForeignKey(alter)) {
      return Set.of(context.relation(alter.relation().name()));
    }
    if (context.statement() instanceof Drop drop
        && drop.objectType() == ObjectType.TABLE
        && !drop.cascade()) {
      Set<RelationName> dropped = new TreeSet<>();
      drop.objects().forEach(object -> dropped.add(context.relation(object.name())));
      return dropped;
    }
    return Set.of();
  }

  private static boolean touchesForeignKey(AlterTable alter) {
    return alter.actions().stream()
        .anyMatch(
            action ->
                action instanceof AlterTableAction.DropConstraint
                    || action instanceof AlterTableAction.DropColumn
                    || (action instanceof AddColumn add
                        && !add.column().constraints(ForeignKey.class).isEmpty())
                    || (action instanceof AddConstraint add
                        && add.constraint() instanceof ForeignKey));
  }
}
