package dev.safemigrate.plan;

import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.StoredConstraint.Key;
import dev.safemigrate.schema.Table;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table beside another, with a row for each of its rows: the key and some columns.
 *
 * <p>Who writes a row of the table holds its lock when the trigger behind the change writes the row
 * beside it, and the backfill takes that lock first too. So there is one order of locks, and never
 * two writers for one row.
 *
 * @param table whose rows it follows
 * @param name of the table beside it
 * @param key the primary key of both
 * @param columns what it has besides the key
 */
record SideTable(Table table, RelationName name, List<Column> key, List<Column> columns) {

  SideTable {
    key = List.copyOf(key);
    columns = List.copyOf(columns);
  }

  /** Refuses a table whose rows cannot be followed. */
  static SideTable of(Before before, Table table, RelationName name, List<Column> columns) {
    if (before.schema().find(name).isPresent()) {
      throw new Refusal("There is a relation " + name + " already.");
    }
    if (table.isPartition() || table.partitionKey().isPresent()) {
      throw new Refusal(
          table.name().name() + " is partitioned, where a row may move to another partition.");
    }
    List<String> key = before.primaryKey(table);
    if (table.primaryKey().filter(Key::deferrable).isPresent()) {
      throw new Refusal(
          "The primary key of "
              + table.name().name()
              + " is deferrable: two rows may have one key for a moment.");
    }
    return new SideTable(
        table, name, key.stream().map(column -> before.column(table, column)).toList(), columns);
  }

  /** A column without what only its table gives it. */
  static String plain(Column column) {
    return "%s %s%s"
        .formatted(Names.sql(column.name()), SqlType.of(column).sql(), SqlType.collate(column));
  }

  /** The statement that gives the row of NEW its row here, for PL/pgSQL. */
  String writeRow() {
    String values =
        all().map(column -> "NEW." + Names.sql(column.name())).collect(Collectors.joining(", "));
    String taken =
        columns.stream()
            .map(column -> Names.sql(column.name()))
            .map(column -> column + " = excluded." + column)
            .collect(Collectors.joining(", "));
    return """
        INSERT INTO %s (%s)
          VALUES (%s)
          ON CONFLICT%s DO %s;
        """
        .formatted(
            Names.qualified(name),
            names(),
            values,
            onKey(),
            taken.isEmpty() ? "NOTHING" : "UPDATE SET " + taken);
  }

  /** Whether an UPDATE has changed anything that is here too, for PL/pgSQL. */
  String changed() {
    return all()
        .map(
            column ->
                SqlType.of(column)
                    .differs("NEW." + Names.sql(column.name()), "OLD." + Names.sql(column.name())))
        .collect(Collectors.joining(" OR "));
  }

  /**
   * Rows that were there before the trigger; those that have their row already are left alone. The
   * lock keeps each row as it is read until the batch is committed.
   *
   * @param conflict what leaves a row out: the columns of a key in parentheses with a blank in
   *     front, or nothing for any constraint
   */
  PlanPart.Migration backfill(String conflict) {
    String insert =
        "-- migrate:idempotent a row that is there is left alone\n"
            + "INSERT INTO %s (%s)\n  SELECT %s FROM %s\n  FOR NO KEY UPDATE\n  ON CONFLICT%s DO NOTHING"
                .formatted(Names.sql(name), names(), names(), Names.sql(table), conflict);
    return PlanPart.Migration.of(Phase.BACKFILL, "fill " + name.name(), List.of(insert), List.of())
        .verifiedBy("SELECT NOT EXISTS (%s)".formatted(missing()));
  }

  /** The rows of the table that have no row here, or another one. */
  String missing() {
    String differ =
        columns.stream()
            .map(
                column ->
                    " OR "
                        + SqlType.of(column)
                            .unequal(
                                "side." + Names.sql(column.name()),
                                "kept." + Names.sql(column.name())))
            .collect(Collectors.joining());
    return "SELECT %s FROM %s AS kept LEFT JOIN %s AS side ON %s WHERE side.%s IS NULL%s"
        .formatted(
            key.stream()
                .map(column -> "kept." + Names.sql(column.name()))
                .collect(Collectors.joining(", ")),
            Names.sql(table),
            Names.sql(name),
            keyOf("side", "kept"),
            Names.sql(key.get(0).name()),
            differ);
  }

  /** That two rows have the same key. */
  String keyOf(String one, String other) {
    return key.stream()
        .map(column -> Names.sql(column.name()))
        .map(column -> "%s.%s = %s.%s".formatted(one, column, other, column))
        .collect(Collectors.joining(" AND "));
  }

  String names() {
    return Names.list(all().map(Column::name).toList());
  }

  /** The key as the place of a conflict. */
  String onKey() {
    return " (" + Names.list(keyNames()) + ")";
  }

  List<String> keyNames() {
    return key.stream().map(Column::name).toList();
  }

  private Stream<Column> all() {
    return Stream.concat(key.stream(), columns.stream());
  }
}
