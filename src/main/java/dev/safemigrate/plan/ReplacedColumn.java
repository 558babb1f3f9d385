package dev.safemigrate.plan;

import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.StoredExpression;
import dev.safemigrate.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The plan for a column whose place another one takes, with its default, its NOT NULL, its indexes
 * and its constraints.
 *
 * @param name of the new column
 * @param type of the new column
 */
record ReplacedColumn(
    Before before,
    Table table,
    Column column,
    String name,
    SqlType type,
    ColumnSync sync,
    String title) {

  ExpandContractPlan plan() {
    List<PlanPart> parts = new ArrayList<>();
    parts.add(expand());
    parts.add(backfill());
    parts.addAll(copies());
    parts.add(release());
    parts.add(Advice.retire(oldName()));
    parts.addAll(
        ColumnCopy.releases(
            before, table, column.name(), "the same foreign key stands on " + name));
    parts.add(contract());
    return new ExpandContractPlan(
        title, parts, sync.trigger().objects(), Advice.dependants(before, table, column.name()));
  }

  private PlanPart expand() {
    List<String> up = new ArrayList<>();
    up.add(
        "ALTER TABLE %s ADD COLUMN %s %s%s"
            .formatted(sql(), Names.sql(name), type.sql(), SqlType.collate(column)));
    steadyDefault()
        .ifPresent(
            value ->
                up.add(
                    "ALTER TABLE %s ALTER COLUMN %s SET DEFAULT %s"
                        .formatted(sql(), Names.sql(name), value)));
    up.addAll(sync.trigger().create());
    List<String> down = new ArrayList<>(sync.trigger().drop());
    down.add("ALTER TABLE %s DROP COLUMN %s".formatted(sql(), Names.sql(name)));
    return PlanPart.Migration.of(Phase.EXPAND, "add " + name, up, down)
        .because(
            "%s stays as it is; the trigger fills each of the two columns from the one that is"
                .formatted(column.name()),
            "written. Both versions can write.");
  }

  private PlanPart backfill() {
    String update = "UPDATE %s SET %s WHERE %s".formatted(sql(), sync.assignments(), unequal());
    return PlanPart.Migration.of(Phase.BACKFILL, "fill " + name, List.of(update), List.of())
        .verifiedBy(verification());
  }

  private List<PlanPart.Migration> copies() {
    ColumnCopy copy = new ColumnCopy(before, table, column.name(), name);
    if (column.notNull()) {
      copy.require();
    }
    return copy.migrations();
  }

  private PlanPart release() {
    String key = table.primaryKey().map(k -> Names.sql(k.columns().get(0))).orElse("id");
    return Advice.switchOver(
        "Release a version that reads and writes " + name + " only",
        "Reads and writes of %s become reads and writes of %s. Never write both in one statement."
            .formatted(column.name(), name),
        "SELECT %s FROM %s WHERE %s = ?;".formatted(Names.sql(column.name()), sql(), key),
        "SELECT %s FROM %s WHERE %s = ?;".formatted(Names.sql(name), sql(), key),
        Advice.fields(List.of(name), Advice.javaType(type)));
  }

  private PlanPart contract() {
    List<String> up = new ArrayList<>(sync.trigger().drop());
    if (column.notNull()) {
      // From 12 on a validated CHECK that proves it saves the scan (manual, ALTER TABLE).
      up.add("ALTER TABLE %s ALTER COLUMN %s SET NOT NULL".formatted(sql(), Names.sql(name)));
      up.add(
          "ALTER TABLE %s DROP CONSTRAINT %s"
              .formatted(sql(), Names.sql(Unvalidated.requiredName(table, name))));
    }
    if (steadyDefault().isEmpty()) {
      column
          .defaultValue()
          .ifPresent(
              value ->
                  up.add(
                      "ALTER TABLE %s ALTER COLUMN %s SET DEFAULT %s"
                          .formatted(sql(), Names.sql(name), value.text())));
    }
    up.add("ALTER TABLE %s DROP COLUMN %s".formatted(sql(), Names.sql(column.name())));
    return PlanPart.Migration.of(Phase.CONTRACT, "drop " + column.name(), up, restore());
  }

  /** Brings the old column back, behind the others, with the values of the new one. */
  private List<String> restore() {
    ColumnSync.Side old = sync.old().get(0);
    List<String> down = new ArrayList<>();
    down.add(
        "ALTER TABLE %s ADD COLUMN %s %s%s"
            .formatted(sql(), Names.sql(old.name()), old.type().sql(), SqlType.collate(column)));
    down.add("UPDATE %s SET %s = %s".formatted(sql(), Names.sql(old.name()), old.fromOther()));
    column
        .defaultValue()
        .map(StoredExpression::text)
        .ifPresent(
            value ->
                down.add(
                    "ALTER TABLE %s ALTER COLUMN %s SET DEFAULT %s"
                        .formatted(sql(), Names.sql(old.name()), value)));
    down.addAll(ColumnCopy.originals(before, table, old.name()));
    if (column.notNull()) {
      String required = Unvalidated.requiredName(table, name);
      down.add(
          "ALTER TABLE %s ALTER COLUMN %s SET NOT NULL".formatted(sql(), Names.sql(old.name())));
      down.add(
          "ALTER TABLE %s ADD CONSTRAINT %s CHECK (%s IS NOT NULL)"
              .formatted(sql(), Names.sql(required), Names.sql(name)));
      down.add("ALTER TABLE %s ALTER COLUMN %s DROP NOT NULL".formatted(sql(), Names.sql(name)));
    }
    down.addAll(sync.trigger().create());
    return down;
  }

  private String verification() {
    return "SELECT NOT EXISTS (SELECT FROM %s WHERE %s)".formatted(sql(), unequal());
  }

  /** Rows that the new version would read wrongly. */
  private String unequal() {
    String old = Names.sql(column.name());
    String added = Names.sql(name);
    return sync.exact()
        ? type.unequal(added, sync.added().get(0).fromOther())
        : "%s IS NULL AND %s IS NOT NULL".formatted(added, old);
  }

  private Optional<String> steadyDefault() {
    return sync.added().get(0).steadyDefault();
  }

  private String oldName() {
    return table.name().name() + "." + column.name();
  }

  private String sql() {
    return Names.sql(table);
  }
}
