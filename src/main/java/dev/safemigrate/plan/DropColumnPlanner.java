package dev.safemigrate.plan;

import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.StoredExpression;
import dev.safemigrate.schema.Table;
import java.util.ArrayList;
import java.util.List;

/** A column that goes: the version that does not name it must be able to insert first. */
final class DropColumnPlanner implements Planner<Change.DropColumn> {

  @Override
  public Class<Change.DropColumn> handles() {
    return Change.DropColumn.class;
  }

  @Override
  public ExpandContractPlan plan(Change.DropColumn change, Before before) {
    Table table = before.triggeredTable(change.table());
    Column column = before.column(table, change.column());
    refuseKeys(before, table, column.name());
    String sql = Names.sql(table);
    String name = Names.sql(column.name());
    List<PlanPart> parts = new ArrayList<>();
    List<String> notes = new ArrayList<>(Advice.dependants(before, table, column.name()));
    boolean mustBeWritten =
        column.notNull()
            && column.defaultValue().isEmpty()
            && column.generated().isEmpty()
            && column.identity().isEmpty();
    if (mustBeWritten) {
      String fill = Fill.value(change.fill(), SqlType.of(column), column.name());
      notes.addAll(Fill.notes(change.fill(), column.name(), fill));
      parts.add(
          PlanPart.Migration.of(
                  Phase.EXPAND,
                  "default for " + column.name(),
                  List.of(
                      "ALTER TABLE %s ALTER COLUMN %s SET DEFAULT %s".formatted(sql, name, fill)),
                  List.of("ALTER TABLE %s ALTER COLUMN %s DROP DEFAULT".formatted(sql, name)))
              .because(
                  "The new version inserts without the column; the old one reads this value."));
    }
    parts.add(
        Advice.switchOver(
            "Release a version that does not name " + column.name(),
            "No statement names the column, and none says SELECT *.",
            "SELECT id, %s FROM %s;".formatted(name, sql),
            "SELECT id FROM %s;".formatted(sql),
            "// the field of %s is gone from the entity".formatted(column.name())));
    parts.add(Advice.retire(table.name().name() + "." + column.name()));
    parts.add(contract(table, column));
    return new ExpandContractPlan(
        "Drop " + Names.shown(change.table(), column.name()), parts, List.of(), notes);
  }

  private static PlanPart contract(Table table, Column column) {
    String sql = Names.sql(table);
    String name = Names.sql(column.name());
    List<String> down = new ArrayList<>();
    String definition =
        "ALTER TABLE %s ADD COLUMN %s %s%s"
            .formatted(sql, name, SqlType.of(column).sql(), SqlType.collate(column));
    String added =
        column
            .generated()
            .map(
                generated ->
                    " GENERATED ALWAYS AS (%s) %s"
                        .formatted(
                            generated.expression().text(),
                            generated.stored() ? "STORED" : "VIRTUAL"))
            .or(
                () ->
                    column
                        .defaultValue()
                        .map(StoredExpression::text)
                        .or(
                            () ->
                                column.notNull()
                                    ? SqlType.of(column).neutral()
                                    : java.util.Optional.empty())
                        .map(value -> (column.notNull() ? " NOT NULL" : "") + " DEFAULT " + value))
            .orElse("");
    down.add("-- The values are gone; the column comes back without them.\n" + definition + added);
    return PlanPart.Migration.of(
        Phase.CONTRACT,
        "drop " + column.name(),
        List.of("ALTER TABLE %s DROP COLUMN %s".formatted(sql, name)),
        down);
  }

  private static void refuseKeys(Before before, Table table, String column) {
    if (table.primaryKey().filter(key -> key.columns().contains(column)).isPresent()) {
      throw new Refusal(column + " is part of the primary key of " + table.name().name() + ".");
    }
    before.schema().foreignKeysTo(table.id()).stream()
        .filter(link -> link.constraint().referencedColumns().contains(column))
        .findFirst()
        .ifPresent(
            link -> {
              throw new Refusal(
                  "The foreign key %s of %s references %s; drop it first."
                      .formatted(
                          link.constraint().name(), link.referencing().name().name(), column));
            });
  }
}
