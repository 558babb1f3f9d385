package dev.safemigrate.plan;

import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.Table;
import java.util.List;
import java.util.Optional;

/** A column under another name: a second column that a trigger keeps equal. */
final class RenameColumnPlanner implements Planner<Change.RenameColumn> {

  @Override
  public Class<Change.RenameColumn> handles() {
    return Change.RenameColumn.class;
  }

  @Override
  public ExpandContractPlan plan(Change.RenameColumn change, Before before) {
    Table table = before.triggeredTable(change.table());
    Column column = before.writtenColumn(table, change.column());
    before.unusedName(table, change.newName());
    if (column.identity().isPresent()) {
      throw new Refusal(
          column.name() + " is an identity column; there can be only one in a table.");
    }
    SqlType type = SqlType.of(column);
    Optional<String> steady = Expressions.steadyDefault(column.defaultValue());
    ColumnSync sync =
        new ColumnSync(
            table,
            List.of(new ColumnSync.Side(column.name(), type, Names.sql(change.newName()), steady)),
            List.of(new ColumnSync.Side(change.newName(), type, Names.sql(column.name()), steady)),
            true);
    return new ReplacedColumn(
            before,
            table,
            column,
            change.newName(),
            type,
            sync,
            "Rename %s to %s"
                .formatted(Names.shown(change.table(), column.name()), change.newName()))
        .plan();
  }
}
