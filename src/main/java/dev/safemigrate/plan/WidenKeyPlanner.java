package dev.safemigrate.plan;

import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.ForeignKeyLink;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A primary key that becomes bigint under its own name, and every column that references it. */
final class WidenKeyPlanner implements Planner<Change.WidenKey> {

  private static final Set<String> NARROW = Set.of("int2", "int4");

  @Override
  public Class<Change.WidenKey> handles() {
    return Change.WidenKey.class;
  }

  @Override
  public ExpandContractPlan plan(Change.WidenKey change, Before before) {
    Table table = before.triggeredTable(change.table());
    List<String> key = before.primaryKey(table);
    if (key.size() != 1) {
      throw new Refusal(
          "The primary key of "
              + table.name().name()
              + " has several columns; widen the one that overflows with 'change type of'.");
    }
    Column column = before.writtenColumn(table, key.get(0));
    if (SqlType.of(column).base().filter(NARROW::contains).isEmpty()) {
      throw new Refusal(
          "%s is %s, not an integer that could become bigint."
              .formatted(Names.shown(change.table(), column.name()), SqlType.of(column).sql()));
    }
    ColumnCopy.WidenedKey widened =
        new ColumnCopy.WidenedKey(table.id(), column.name(), WidenedColumn.newName(column));
    WidenedColumn own = new WidenedColumn(before, table, column, widened);
    List<WidenedColumn> referencing = referencing(before, table, widened);
    List<WidenedColumn> all = new ArrayList<>();
    all.add(own);
    all.addAll(referencing);
    List<PlanPart> parts = new ArrayList<>();
    all.forEach(wide -> parts.add(wide.expand()));
    all.forEach(wide -> parts.add(wide.backfill()));
    all.forEach(wide -> parts.addAll(wide.copies()));
    parts.add(release(table, column));
    for (WidenedColumn wide : referencing) {
      parts.addAll(
          ColumnCopy.releases(
              before,
              wide.table(),
              wide.column().name(),
              "the same foreign key stands on the bigint copy"));
      parts.add(wide.contract());
    }
    parts.add(own.contract());
    return new ExpandContractPlan(
        "Make %s bigint, and what references it"
            .formatted(Names.shown(change.table(), column.name())),
        parts,
        all.stream().flatMap(wide -> wide.trigger().objects().stream()).toList(),
        all.stream()
            .flatMap(wide -> Advice.dependants(before, wide.table(), wide.column().name()).stream())
            .toList());
  }

  private static List<WidenedColumn> referencing(
      Before before, Table table, ColumnCopy.WidenedKey widened) {
    List<WidenedColumn> referencing = new ArrayList<>();
    for (ForeignKeyLink link : before.schema().foreignKeysTo(table.id())) {
      if (!link.constraint().referencedColumns().equals(List.of(widened.from()))) {
        continue;
      }
      Table other = link.referencing();
      if (other.kind() == RelationKind.PARTITIONED_TABLE || other.isPartition()) {
        throw new Refusal(
            other.name().name()
                + " references the key and is partitioned, where foreign keys cannot be added unvalidated.");
      }
      Column column = before.writtenColumn(other, link.constraint().columns().get(0));
      boolean known =
          referencing.stream()
              .anyMatch(w -> w.table().id().equals(other.id()) && w.column().equals(column));
      if (!known) {
        referencing.add(new WidenedColumn(before, other, column, widened));
      }
    }
    return referencing;
  }

  private static PlanPart release(Table table, Column column) {
    String field = Advice.field(column.name());
    return Advice.switchOver(
        "Release a version that reads and writes " + column.name() + " as a 64 bit number",
        "The statements stay as they are. Every variable, field, parameter and message that holds the key or a reference"
            + " to it becomes 64 bits wide, here and in everything that reads it. The contract gives the column its"
            + " type; connections that keep prepared statements prepare them again"
            + " (\"cached plan must not change result type\": pgjdbc does so by itself outside transactions, and inside"
            + " with autosave=conservative).",
        "SELECT %s FROM %s WHERE %s = ?; -- getInt, setInt"
            .formatted(Names.sql(column.name()), Names.sql(table), Names.sql(column.name())),
        "SELECT %s FROM %s WHERE %s = ?; -- getLong, setLong"
            .formatted(Names.sql(column.name()), Names.sql(table), Names.sql(column.name())),
        "@Id\nprivate Long %s;".formatted(field));
  }
}
