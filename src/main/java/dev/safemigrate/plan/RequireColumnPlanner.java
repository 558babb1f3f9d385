package dev.safemigrate.plan;

import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.Table;
import java.util.ArrayList;
import java.util.List;

/** A column that becomes NOT NULL while a version may still leave it out. */
final class RequireColumnPlanner implements Planner<Change.RequireColumn> {

  @Override
  public Class<Change.RequireColumn> handles() {
    return Change.RequireColumn.class;
  }

  @Override
  public ExpandContractPlan plan(Change.RequireColumn change, Before before) {
    Table table = before.triggeredTable(change.table());
    Column column = before.writtenColumn(table, change.column());
    if (column.notNull()) {
      throw new Refusal(Names.shown(change.table(), column.name()) + " is NOT NULL already.");
    }
    SqlType type = SqlType.of(column);
    String fill = Fill.value(change.fill(), type, column.name());
    SyncTrigger trigger = Fill.trigger(before, table, column.name(), fill);
    List<PlanPart> parts = new ArrayList<>();
    parts.add(
        PlanPart.Migration.of(
                Phase.EXPAND, "fill new " + column.name(), trigger.create(), trigger.drop())
            .because("A row that is written without a value gets one."));
    parts.addAll(Fill.fillAndCheck(table, column.name(), fill));
    parts.add(
        Advice.switchOver(
            "Release a version that never writes NULL into " + column.name(),
            "Every INSERT names the column, and no UPDATE empties it.",
            "UPDATE %s SET %s = NULL;".formatted(Names.sql(table), Names.sql(column.name())),
            "UPDATE %s SET %s = ?;".formatted(Names.sql(table), Names.sql(column.name())),
            Advice.fields(List.of(column.name()), Advice.javaType(type))
                .replace("\")", "\", nullable = false)")));
    parts.add(
        Advice.retire(
            "a version that leaves " + table.name().name() + "." + column.name() + " empty"));
    parts.add(Fill.contract(table, column.name(), trigger));
    return new ExpandContractPlan(
        "Make %s NOT NULL".formatted(Names.shown(change.table(), column.name())),
        parts,
        trigger.objects(),
        Fill.notes(change.fill(), column.name(), fill));
  }
}
