package dev.safemigrate.effect;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.AlterTableAction.AddColumn;
import dev.safemigrate.ast.AlterTableAction.AlterColumnType;
import dev.safemigrate.ast.AlterTableAction.DropColumn;
import dev.safemigrate.schema.ColumnReference;
import dev.safemigrate.schema.Table;
import java.util.List;
import java.util.Optional;

/**
 * ALTER TYPE of a composite type: columns of the type keep their rows as they are, so that only
 * attributes may come and go (find_composite_type_dependencies() of tablecmds.c).
 */
final class CompositeTypes {

  private final Prediction prediction;
  private final Table type;

  CompositeTypes(Prediction prediction, Table type) {
    this.prediction = prediction;
    this.type = type;
  }

  void alter(AlterTable statement) {
    prediction.lock(type, LockMode.ACCESS_EXCLUSIVE);
    for (AlterTableAction action : statement.actions()) {
      boolean known = type.columnsKnown();
      if (action instanceof AddColumn add && type.column(add.column().name()).isPresent()) {
        prediction.fail(Prediction.DUPLICATE_COLUMN, "attribute %s exists", add.column().name());
      }
      if (action instanceof DropColumn drop
          && known
          && type.column(drop.column()).isEmpty()
          && !drop.ifExists()) {
        prediction.fail(Prediction.UNDEFINED_COLUMN, "attribute %s does not exist", drop.column());
      }
      if (action instanceof AlterColumnType alter) {
        changeType(alter);
      }
      typedTables(action);
    }
  }

  private void changeType(AlterColumnType alter) {
    if (type.columnsKnown() && type.column(alter.column()).isEmpty()) {
      prediction.fail(Prediction.UNDEFINED_COLUMN, "attribute %s does not exist", alter.column());
    }
    List<ColumnReference> users = prediction.schema().columnsOfType(type.id());
    if (!users.isEmpty()) {
      prediction.fail(Prediction.NOT_SUPPORTED, "column %s uses the type", users.get(0).column());
    }
  }

  private void typedTables(AlterTableAction action) {
    for (Table table : prediction.schema().dependants(type.id(), Table.class)) {
      if (table.properties().ofType().filter(type.id()::equals).isEmpty()) {
        continue;
      }
      Optional<Boolean> cascade = cascades(action);
      if (cascade.isEmpty()) {
        continue;
      }
      if (!cascade.get()) {
        prediction.fail(
            Prediction.DEPENDENT_OBJECTS, "%s is the type of %s", type.name(), table.name());
      }
      prediction.lock(table, LockMode.ACCESS_EXCLUSIVE);
      if (action instanceof AlterColumnType) {
        prediction.lock(table, LockMode.ACCESS_EXCLUSIVE, LockHold.REWRITE);
        prediction.out().rewrite(table.name());
        prediction.out().scan(table.name());
        prediction.rebuildIndexes(table);
      }
    }
  }

  private static Optional<Boolean> cascades(AlterTableAction action) {
    if (action instanceof DropColumn drop) {
      return Optional.of(drop.cascade());
    }
    if (action instanceof AlterColumnType alter) {
      return Optional.of(alter.cascade());
    }
    return action instanceof AddColumn add ? Optional.of(add.cascade()) : Optional.empty();
  }
}
