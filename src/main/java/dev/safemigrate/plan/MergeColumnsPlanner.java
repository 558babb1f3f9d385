package dev.safemigrate.plan;

import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Several columns that become one. */
final class MergeColumnsPlanner implements Planner<Change.MergeColumns> {

  @Override
  public Class<Change.MergeColumns> handles() {
    return Change.MergeColumns.class;
  }

  @Override
  public ExpandContractPlan plan(Change.MergeColumns change, Before before) {
    Table table = before.triggeredTable(change.table());
    int parts = change.columns().size();
    if (parts < 2 || (!change.back().isEmpty() && change.back().size() != parts)) {
      throw new Refusal(
          "A merge needs two columns or more, and an expression back for each or none.");
    }
    before.unusedName(table, change.into());
    List<ColumnSync.Side> old = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      Column column = before.writtenColumn(table, change.columns().get(i));
      String words = Words.part(change.into(), i, parts);
      String back =
          change.back().isEmpty()
              ? column.notNull() ? "COALESCE(" + words + ", '')" : words
              : change.back().get(i);
      old.add(
          new ColumnSync.Side(
              column.name(),
              SqlType.of(column),
              back,
              Expressions.steadyDefault(column.defaultValue())));
    }
    String using = change.using().orElseGet(() -> Words.joined(change.columns(), false));
    List<ColumnSync.Side> added =
        List.of(new ColumnSync.Side(change.into(), old.get(0).type(), using, Optional.empty()));
    return new RegroupedColumns(
            before,
            new ColumnSync(table, old, added, false),
            "Merge %s into %s"
                .formatted(
                    Names.shown(change.table(), String.join(" and ", change.columns())),
                    change.into()))
        .plan();
  }
}
