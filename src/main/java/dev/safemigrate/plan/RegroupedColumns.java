package dev.safemigrate.plan;

import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.StoredExpression;
import dev.safemigrate.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The plan for columns whose values other columns take over, cut or joined. */
record RegroupedColumns(Before before, ColumnSync sync, String title) {

  ExpandContractPlan plan() {
    List<PlanPart> parts = new ArrayList<>();
    parts.add(expand());
    parts.add(backfill());
    parts.add(release());
    parts.add(Advice.retire(names(sync.old())));
    parts.add(contract());
    List<String> notes = new ArrayList<>();
    notes.add(
        "What conversion there and back does not give again (more blanks than one, names in three"
            + " words) stays as the version that wrote it has written it, until another writes it.");
    for (ColumnSync.Side side : sync.old()) {
      notes.addAll(Advice.dependants(before, table(), side.name()));
      before.schema().indexes(table().id()).stream()
          .filter(index -> index.columns().contains(side.name()))
          .map(
              index ->
                  "The index %s goes with %s; add one for the new columns with migrate:new if they are looked up by."
                      .formatted(index.name().name(), side.name()))
          .forEach(notes::add);
    }
    return new ExpandContractPlan(title, parts, sync.trigger().objects(), notes);
  }

  private PlanPart expand() {
    List<String> up = new ArrayList<>();
    up.add("ALTER TABLE %s %s".formatted(sql(), actions(sync.added(), "ADD COLUMN %s %s")));
    up.addAll(sync.trigger().create());
    List<String> down = new ArrayList<>(sync.trigger().drop());
    down.add("ALTER TABLE %s %s".formatted(sql(), actions(sync.added(), "DROP COLUMN %s")));
    return PlanPart.Migration.of(Phase.EXPAND, "add " + names(sync.added()), up, down)
        .because(
            "The trigger fills each side from the one that is written. Both versions can write.");
  }

  private PlanPart backfill() {
    String missing =
        "%s AND (%s)"
            .formatted(
                all(sync.added(), "%s IS NULL", " AND "),
                sync.added().stream()
                    .map(side -> "(" + side.fromOther() + ") IS NOT NULL")
                    .collect(Collectors.joining(" OR ")));
    return PlanPart.Migration.of(
            Phase.BACKFILL,
            "fill " + names(sync.added()),
            List.of("UPDATE %s SET %s WHERE %s".formatted(sql(), sync.assignments(), missing)),
            List.of())
        .verifiedBy("SELECT NOT EXISTS (SELECT FROM %s WHERE %s)".formatted(sql(), missing));
  }

  private PlanPart release() {
    List<String> added = sync.added().stream().map(ColumnSync.Side::name).toList();
    return Advice.switchOver(
        "Release a version that reads and writes " + names(sync.added()) + " only",
        "Never write both sides in one statement. A new row of the new version fills "
            + names(sync.old())
            + " by the trigger.",
        "SELECT %s FROM %s;".formatted(all(sync.old(), "%s", ", "), sql()),
        "SELECT %s FROM %s;".formatted(all(sync.added(), "%s", ", "), sql()),
        Advice.fields(added, Advice.javaType(sync.added().get(0).type())));
  }

  private PlanPart contract() {
    List<String> up = new ArrayList<>(sync.trigger().drop());
    up.add("ALTER TABLE %s %s".formatted(sql(), actions(sync.old(), "DROP COLUMN %s")));
    List<String> down = new ArrayList<>();
    down.add("ALTER TABLE %s %s".formatted(sql(), actions(sync.old(), "ADD COLUMN %s %s")));
    down.add(
        "UPDATE %s SET %s"
            .formatted(
                sql(),
                sync.old().stream()
                    .map(side -> Names.sql(side.name()) + " = " + side.fromOther())
                    .collect(Collectors.joining(", "))));
    for (ColumnSync.Side side : sync.old()) {
      Column column = before.column(table(), side.name());
      column
          .defaultValue()
          .map(StoredExpression::text)
          .ifPresent(
              value ->
                  down.add(
                      "ALTER TABLE %s ALTER COLUMN %s SET DEFAULT %s"
                          .formatted(sql(), Names.sql(side.name()), value)));
      if (column.notNull()) {
        down.add(
            "ALTER TABLE %s ALTER COLUMN %s SET NOT NULL".formatted(sql(), Names.sql(side.name())));
      }
    }
    down.addAll(sync.trigger().create());
    return PlanPart.Migration.of(Phase.CONTRACT, "drop " + names(sync.old()), up, down);
  }

  private static String actions(List<ColumnSync.Side> sides, String action) {
    return sides.stream()
        .map(side -> action.formatted(Names.sql(side.name()), side.type().sql()))
        .collect(Collectors.joining(", "));
  }

  private static String all(List<ColumnSync.Side> sides, String each, String between) {
    return sides.stream()
        .map(side -> each.formatted(Names.sql(side.name())))
        .collect(Collectors.joining(between));
  }

  private static String names(List<ColumnSync.Side> sides) {
    return sides.stream().map(ColumnSync.Side::name).collect(Collectors.joining(" and "));
  }

  private Table table() {
    return sync.table();
  }

  private String sql() {
    return Names.sql(table());
  }
}
