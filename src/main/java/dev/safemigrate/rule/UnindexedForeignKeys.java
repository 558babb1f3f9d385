package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.Drop;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.ObjectId;
import dev.safemigrate.schema.StoredConstraint;
import dev.safemigrate.schema.Table;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The foreign keys whose last index a DROP INDEX or DROP CONSTRAINT takes away. */
final class UnindexedForeignKeys {

  private final StatementContext context;
  private final Set<ObjectId> going;

  private UnindexedForeignKeys(StatementContext context, List<Index> going) {
    this.context = context;
    this.going = going.stream().map(Index::id).collect(Collectors.toSet());
  }

  /** A foreign key, and the index that it loses. */
  record Unindexed(Table table, StoredConstraint.ForeignKey constraint, Index index) {}

  /** Those behind the context's statement. */
  static Stream<Unindexed> behind(StatementContext context) {
    List<Index> going = going(context);
    UnindexedForeignKeys keys = new UnindexedForeignKeys(context, going);
    return going.stream().flatMap(keys::losing);
  }

  private static List<Index> going(StatementContext context) {
    if (context.statement() instanceof Drop drop && drop.objectType() == ObjectType.INDEX) {
      return drop.objects().stream()
          .flatMap(object -> context.schema().find(object.name()).stream())
          .filter(Index.class::isInstance)
          .map(Index.class::cast)
          .toList();
    }
    if (!(context.statement() instanceof AlterTable alter)) {
      return List.of();
    }
    Optional<Table> table = context.table(alter.relation().name());
    Set<String> constraints = droppedConstraints(alter).collect(Collectors.toSet());
    return table.stream()
        .flatMap(known -> context.schema().indexes(known.id()).stream())
        .filter(index -> index.constraint().filter(constraints::contains).isPresent())
        .toList();
  }

  private static Stream<String> droppedConstraints(AlterTable alter) {
    return alter.actions().stream()
        .filter(AlterTableAction.DropConstraint.class::isInstance)
        .map(action -> ((AlterTableAction.DropConstraint) action).constraint());
  }

  private Stream<Unindexed> losing(Index index) {
    if (!(context.schema().relation(index.table()) instanceof Table table)
        || table.assumed()
        || !table.columnsKnown()) {
      return Stream.empty();
    }
    return table.constraints(StoredConstraint.ForeignKey.class).stream()
        .filter(key -> ForeignKeyWithoutIndex.leads(index, key.columns()))
        .filter(key -> !hasAnother(table, key) && !goesToo(table, key))
        .map(key -> new Unindexed(table, key, index));
  }

  private boolean hasAnother(Table table, StoredConstraint.ForeignKey key) {
    return context.schema().indexes(table.id()).stream()
            .filter(index -> !going.contains(index.id()) && index.valid())
            .anyMatch(index -> ForeignKeyWithoutIndex.leads(index, key.columns()))
        || ForeignKeyWithoutIndex.isCreated(
            context, table.name(), key.columns(), context.statement().span().start());
  }

  /**
   * Whether the statement or a later one of the file drops the key, a column of it or the table.
   */
  private boolean goesToo(Table table, StoredConstraint.ForeignKey key) {
    return context.script().statements().stream()
        .filter(later -> later.span().start() >= context.statement().span().start())
        .anyMatch(later -> drops(later, table, key));
  }

  private boolean drops(Statement later, Table table, StoredConstraint.ForeignKey key) {
    if (later instanceof Drop drop && drop.objectType() == ObjectType.TABLE) {
      return drop.objects().stream()
          .map(object -> context.relation(object.name()))
          .anyMatch(table.name()::equals);
    }
    return later instanceof AlterTable alter
        && context.relation(alter.relation().name()).equals(table.name())
        && alter.actions().stream().anyMatch(action -> drops(action, key));
  }

  private static boolean drops(AlterTableAction action, StoredConstraint.ForeignKey key) {
    if (action instanceof AlterTableAction.DropColumn drop) {
      return key.columns().contains(drop.column());
    }
    return action instanceof AlterTableAction.DropConstraint drop
        && drop.constraint().equals(key.name());
  }
}
