package dev.safemigrate.plan;

import dev.safemigrate.schema.Table;
import java.util.ArrayList;
import java.util.List;

/** A new column that every row must have. */
final class AddRequiredColumnPlanner implements Planner<Change.AddRequiredColumn> {

  @Override
  public Class<Change.AddRequiredColumn> handles() {
    return Change.AddRequiredColumn.class;
  }

  @Override
  public ExpandContractPlan plan(Change.AddRequiredColumn change, Before before) {
    Table table = before.triggeredTable(change.table());
    before.unusedName(table, change.column());
    SqlType type = before.type(change.type(), change.column());
    String fill = Fill.value(change.fill(), type, change.column());
    String title =
        "Add %s, which every row must have".formatted(Names.shown(change.table(), change.column()));
    List<String> notes = Fill.notes(change.fill(), change.column(), fill);
    return before.isSteady(fill)
        ? withDefault(table, change.column(), type, fill, title, notes)
        : withTrigger(before, table, change.column(), type, fill, title, notes);
  }

  /** From 11 on a default that is no function of the row is not written into any row. */
  private static ExpandContractPlan withDefault(
      Table table, String column, SqlType type, String fill, String title, List<String> notes) {
    String sql = Names.sql(table);
    String name = Names.sql(column);
    List<PlanPart> parts = new ArrayList<>();
    parts.add(
        PlanPart.Migration.of(
                Phase.EXPAND,
                "add " + column,
                List.of(
                    "ALTER TABLE %s ADD COLUMN %s %s NOT NULL DEFAULT %s"
                        .formatted(sql, name, type.sql(), fill)),
                List.of("ALTER TABLE %s DROP COLUMN %s".formatted(sql, name)))
            .because("Rows of the old version get the default; no row is written now."));
    parts.add(release(table, column, type));
    parts.add(Advice.retire("a version that leaves out " + table.name().name() + "." + column));
    parts.add(
        PlanPart.Migration.of(
            Phase.CONTRACT,
            "no default of " + column,
            List.of("ALTER TABLE %s ALTER COLUMN %s DROP DEFAULT".formatted(sql, name)),
            List.of("ALTER TABLE %s ALTER COLUMN %s SET DEFAULT %s".formatted(sql, name, fill))));
    return new ExpandContractPlan(title, parts, List.of("default of " + column), notes);
  }

  private static ExpandContractPlan withTrigger(
      Before before,
      Table table,
      String column,
      SqlType type,
      String fill,
      String title,
      List<String> notes) {
    String sql = Names.sql(table);
    String name = Names.sql(column);
    SyncTrigger trigger = Fill.trigger(before, table, column, fill);
    List<String> up = new ArrayList<>();
    up.add("ALTER TABLE %s ADD COLUMN %s %s".formatted(sql, name, type.sql()));
    up.addAll(trigger.create());
    List<String> down = new ArrayList<>(trigger.drop());
    down.add("ALTER TABLE %s DROP COLUMN %s".formatted(sql, name));
    List<PlanPart> parts = new ArrayList<>();
    parts.add(
        PlanPart.Migration.of(Phase.EXPAND, "add " + column, up, down)
            .because("Rows of the old version get their value from the trigger."));
    parts.addAll(Fill.fillAndCheck(table, column, fill));
    parts.add(release(table, column, type));
    parts.add(Advice.retire("a version that leaves out " + table.name().name() + "." + column));
    parts.add(Fill.contract(table, column, trigger));
    return new ExpandContractPlan(title, parts, trigger.objects(), notes);
  }

  private static PlanPart release(Table table, String column, SqlType type) {
    return Advice.switchOver(
        "Release a version that always writes " + column,
        "Every INSERT names the column and never writes NULL.",
        "INSERT INTO %s (...) VALUES (...);".formatted(Names.sql(table)),
        "INSERT INTO %s (..., %s) VALUES (..., ?);".formatted(Names.sql(table), Names.sql(column)),
        Advice.fields(List.of(column), Advice.javaType(type))
            .replace("\")", "\", nullable = false)"));
  }
}
