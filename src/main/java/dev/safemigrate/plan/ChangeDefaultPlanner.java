package dev.safemigrate.plan;

import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.StoredExpression;
import dev.safemigrate.schema.Table;
import java.util.List;

/** A default that means something to the version that leaves the column out. */
final class ChangeDefaultPlanner implements Planner<Change.ChangeDefault> {

  @Override
  public Class<Change.ChangeDefault> handles() {
    return Change.ChangeDefault.class;
  }

  @Override
  public ExpandContractPlan plan(Change.ChangeDefault change, Before before) {
    Table table = before.table(change.table());
    Column column = before.writtenColumn(table, change.column());
    String sql = Names.sql(table);
    String name = Names.sql(column.name());
    String old =
        column
            .defaultValue()
            .map(StoredExpression::text)
            .map(value -> "SET DEFAULT " + value)
            .orElse("DROP DEFAULT");
    return new ExpandContractPlan(
        "Change the default of " + Names.shown(change.table(), column.name()),
        List.of(
            Advice.switchOver(
                "Release a version that always writes " + column.name(),
                "Every INSERT names the column, with the value that the default gives today.",
                "INSERT INTO %s (...) VALUES (...);".formatted(sql),
                "INSERT INTO %s (..., %s) VALUES (..., ?);".formatted(sql, name),
                Advice.fields(List.of(column.name()), Advice.javaType(SqlType.of(column)))),
            Advice.retire("the default of " + table.name().name() + "." + column.name()),
            PlanPart.Migration.of(
                Phase.CONTRACT,
                "default of " + column.name(),
                List.of(
                    "ALTER TABLE %s ALTER COLUMN %s SET DEFAULT %s"
                        .formatted(sql, name, change.value())),
                List.of("ALTER TABLE %s ALTER COLUMN %s %s".formatted(sql, name, old)))),
        List.of(),
        List.of(
            "Rows that are there keep their value. A version that leaves the column out may be"
                + " released behind the contract."));
  }
}
