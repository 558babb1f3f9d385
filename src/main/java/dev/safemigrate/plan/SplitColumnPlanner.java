package dev.safemigrate.plan;

import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One column that becomes several. */
final class SplitColumnPlanner implements Planner<Change.SplitColumn> {

  @Override
  public Class<Change.SplitColumn> handles() {
    return Change.SplitColumn.class;
  }

  @Override
  public ExpandContractPlan plan(Change.SplitColumn change, Before before) {
    Table table = before.triggeredTable(change.table());
    Column column = before.writtenColumn(table, change.column());
    int parts = change.into().size();
    if (parts < 2 || (!change.using().isEmpty() && change.using().size() != parts)) {
      throw new Refusal(
          "A split needs two new columns or more, and an expression for each or none.");
    }
    change.into().forEach(name -> before.unusedName(table, name));
    SqlType type = SqlType.of(column);
    List<ColumnSync.Side> added = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      String using =
          change.using().isEmpty() ? Words.part(column.name(), i, parts) : change.using().get(i);
      added.add(new ColumnSync.Side(change.into().get(i), type, using, Optional.empty()));
    }
    String back = change.back().orElseGet(() -> Words.joined(change.into(), column.notNull()));
    List<ColumnSync.Side> old =
        List.of(
            new ColumnSync.Side(
                column.name(), type, back, Expressions.steadyDefault(column.defaultValue())));
    return new RegroupedColumns(
            before,
            new ColumnSync(table, old, added, false),
            "Split %s into %s"
                .formatted(
                    Names.shown(change.table(), column.name()),
                    String.join(" and ", change.into())))
        .plan();
  }
}
