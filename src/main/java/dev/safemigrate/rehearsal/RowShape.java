package dev.safemigrate.rehearsal;

import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.rehearsal.TableShape.Column;
import dev.safemigrate.rehearsal.TableShape.ForeignKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How rows of one table are made: a value for each column and number. */
final class RowShape {

  private static final int TABLES = 997;
  private static final int ROWS = 1000;

  private final TableShape table;
  private final List<Column> columns;
  private final Map<String, IntFunction<String>> values;
  private final Optional<String> missing;

  private RowShape(
      TableShape table,
      List<Column> columns,
      Map<String, IntFunction<String>> values,
      Optional<String> missing) {
    this.table = table;
    this.columns = List.copyOf(columns);
    this.values = values;
    this.missing = missing;
  }

  /**
   * Decides where each column's values come from: keys of other tables, or made up. A column with a
   * default keeps it, unless it must differ from row to row.
   *
   * @param parents the keys that there are, for each foreign key; none for one to the table itself
   */
  static RowShape of(TableShape table, Map<ForeignKey, List<List<String>>> parents) {
    // Rows of two tables may come together in a third, under one key.
    int first = Math.floorMod(table.name().toString().hashCode(), TABLES) * ROWS;
    Map<String, IntFunction<String>> values = new HashMap<>();
    List<Column> columns = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Column column : table.columns()) {
      if (column.hasDefault() && !table.keys().contains(column.name())) {
        continue;
      }
      Optional<String> known = GeneratedValue.of(column, 0);
      if (known.isEmpty() && column.notNull()) {
        missing.add(
            "nothing is known of the type %s of %s".formatted(column.type(), column.name()));
      }
      columns.add(column);
      values.put(column.name(), number -> GeneratedValue.of(column, first + number).orElse("NULL"));
    }
    for (ForeignKey key : table.foreignKeys()) {
      refer(table, key, parents.getOrDefault(key, List.of()), columns, values, missing);
    }
    return new RowShape(
        table, columns, values, missing.isEmpty() ? Optional.empty() : Optional.of(missing.get(0)));
  }

  private static void refer(
      TableShape table,
      ForeignKey key,
      List<List<String>> tuples,
      List<Column> columns,
      Map<String, IntFunction<String>> values,
      List<String> missing) {
    boolean itself = key.table().equals(table.name());
    for (int i = 0; i < key.columns().size(); i++) {
      Column column = table.column(key.columns().get(i)).orElse(null);
      if (column == null) {
        continue;
      }
      int part = i;
      String referenced = key.referenced().get(i);
      if (!columns.contains(column)) {
        columns.add(column);
      }
      if (!tuples.isEmpty()) {
        values.put(column.name(), number -> tuples.get(number % tuples.size()).get(part));
      } else if (!column.notNull()) {
        values.put(column.name(), number -> "NULL");
      } else if (itself && values.containsKey(referenced)) {
        IntFunction<String> own = values.get(referenced);
        values.put(column.name(), own);
      } else {
        missing.add("%s refers to %s, which has no row".formatted(column.name(), key.table()));
      }
    }
  }

  TableShape table() {
    return table;
  }

  /** Why no row can be made; empty when one can be tried. */
  Optional<String> missing() {
    return missing;
  }

  /** Gives a column one value in all rows. */
  void fix(Column column, String value) {
    values.put(column.name(), number -> value);
  }

  /** The same shape, to try other values with. */
  RowShape copy() {
    return new RowShape(table, columns, new HashMap<>(values), missing);
  }

  /** An INSERT of several rows. */
  String insert(int first, int count) {
    if (columns.isEmpty()) {
      return "INSERT INTO %s DEFAULT VALUES".formatted(ScratchDatabase.sql(table.name()));
    }
    String overriding = columns.stream().anyMatch(Column::always) ? " OVERRIDING SYSTEM VALUE" : "";
    String rows =
        IntStream.range(first, first + count)
            .mapToObj(
                number ->
                    columns.stream()
                        .map(column -> valueOf(column, number))
                        .collect(Collectors.joining(", ", "(", ")")))
            .collect(Collectors.joining(",\n"));
    return "INSERT INTO %s (%s)%s VALUES %s"
        .formatted(
            ScratchDatabase.sql(table.name()),
            columns.stream()
                .map(column -> Identifiers.quote(column.name()))
                .collect(Collectors.joining(", ")),
            overriding,
            rows);
  }

  private String valueOf(Column column, int number) {
    IntFunction<String> value = values.get(column.name());
    return value == null ? "DEFAULT" : value.apply(number);
  }
}
