package dev.safemigrate.plan;

import dev.safemigrate.schema.NotNullProof;
import dev.safemigrate.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A primary key on a table with rows: checks that prove NOT NULL, an index, and both as the key.
 */
record PrimaryKeySteps(Table table, List<String> columns, String name) {

  static void refuseSecond(Table table) {
    if (table.primaryKey().isPresent()) {
      throw new Refusal(
          "%s has the primary key %s: drop it in the migration that adds the other one with USING INDEX, or plan 'add unique'."
              .formatted(table.name().name(), table.primaryKey().get().name()));
    }
  }

  /** The groups of rows that have no key, or the same. */
  static String violations(Table table, List<String> columns) {
    return "SELECT FROM %s GROUP BY %s HAVING count(*) > 1 OR %s"
        .formatted(
            Names.sql(table),
            Names.list(columns),
            columns.stream()
                .map(column -> Names.sql(column) + " IS NULL")
                .collect(Collectors.joining(" OR ")));
  }

  /**
   * @param index builds the unique index that becomes the key's
   * @param attributes behind the key, a blank in front
   */
  List<PlanPart.Migration> migrations(PlanPart.Migration index, String attributes) {
    List<PlanPart.Migration> migrations = new ArrayList<>();
    if (!nullable().isEmpty()) {
      migrations.addAll(
          Unvalidated.migrations(
              table,
              name,
              nullable().stream()
                  .map(column -> Unvalidated.required(table, column, "every version fills it"))
                  .toList()));
    }
    migrations.add(index);
    migrations.add(key(attributes));
    return migrations;
  }

  private List<String> nullable() {
    return columns.stream()
        .filter(column -> table.notNullProof(column) != NotNullProof.NOT_NULL)
        .toList();
  }

  /** A validated CHECK that proves it saves SET NOT NULL the scan (manual, ALTER TABLE, 12). */
  private PlanPart.Migration key(String attributes) {
    List<String> up = new ArrayList<>();
    List<String> down = new ArrayList<>();
    String alter = "ALTER TABLE " + Names.sql(table);
    down.add("%s DROP CONSTRAINT %s".formatted(alter, Names.sql(name)));
    for (String column : nullable()) {
      String check = Names.sql(Unvalidated.requiredName(table, column));
      String sql = Names.sql(column);
      up.add("%s ALTER COLUMN %s SET NOT NULL".formatted(alter, sql));
      up.add("%s DROP CONSTRAINT %s".formatted(alter, check));
      down.add("%s ADD CONSTRAINT %s CHECK (%s IS NOT NULL)".formatted(alter, check, sql));
      down.add("%s ALTER COLUMN %s DROP NOT NULL".formatted(alter, sql));
    }
    up.add(
        "%s ADD CONSTRAINT %s PRIMARY KEY USING INDEX %s%s"
            .formatted(alter, Names.sql(name), Names.sql(name), attributes));
    return PlanPart.Migration.of(Phase.VERIFY, "constraint " + name, up, down)
        .because("Catalog work only: the checks and the index prove what it says.");
  }
}
