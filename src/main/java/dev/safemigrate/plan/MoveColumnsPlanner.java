package dev.safemigrate.plan;

import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.ForeignKeyLink;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.Table;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Columns that move to a new table with the same key. They stay where they are until the contract,
 * under the new name too, so that two versions never write two rows for one thing.
 */
final class MoveColumnsPlanner implements Planner<Change.MoveColumns> {

  @Override
  public Class<Change.MoveColumns> handles() {
    return Change.MoveColumns.class;
  }

  @Override
  public ExpandContractPlan plan(Change.MoveColumns change, Before before) {
    Table table = before.triggeredTable(change.table());
    RelationName name = Names.beside(table, change.into());
    if (before.schema().find(name).isPresent()) {
      throw new Refusal("There is a relation " + name + " already.");
    }
    refuseRowSecurity(before, table);
    List<MovedColumn> moved =
        new LinkedHashSet<>(change.columns())
            .stream().map(column -> MovedColumn.of(movable(before, table, column))).toList();
    if (moved.size() + before.primaryKey(table).size() == table.columns().size()) {
      throw new Refusal(
          "Nothing but the key would stay in " + table.name().name() + ": rename it.");
    }
    return new MovedColumnsPlan(before, table, name, moved).plan();
  }

  private static void refuseRowSecurity(Before before, Table table) {
    if (table.properties().rowSecurity() || !before.schema().policies(table.id()).isEmpty()) {
      throw new Refusal(
          table.name().name()
              + " has row security, and which rows of the new table who may see is nobody's to"
              + " guess: create the table with its policies, and move the columns by hand.");
    }
  }

  private static Column movable(Before before, Table table, String name) {
    Column column = before.writtenColumn(table, name);
    if (before.primaryKey(table).contains(name)) {
      throw new Refusal(name + " is part of the primary key, which both tables have.");
    }
    boolean sequence =
        column.identity().isPresent()
            || before.schema().sequencesOwnedBy(table.id()).stream()
                .anyMatch(owned -> owned.ownedBy().orElseThrow().column().equals(name));
    if (sequence) {
      throw new Refusal(name + " draws from a sequence of its own, which would go with it.");
    }
    for (ForeignKeyLink link : before.schema().foreignKeysTo(table.id())) {
      if (link.constraint().referencedColumns().contains(name)) {
        throw new Refusal(
            "The foreign key %s of %s references %s; drop it first."
                .formatted(link.constraint().name(), link.referencing().name().name(), name));
      }
    }
    return column;
  }

  static Set<String> names(List<MovedColumn> columns) {
    return columns.stream()
        .map(MovedColumn::name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
