package dev.safemigrate.effect;

import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.Table;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the server refuses of an INSERT that names its values. */
final class InsertChecks {

  private final Prediction prediction;
  private final Table table;

  InsertChecks(Prediction prediction, Table table) {
    this.prediction = prediction;
    this.table = table;
  }

  void check(QueryText.InsertShape shape) {
    if (!table.columnsKnown()) {
      return;
    }
    conflictTarget(shape);
    for (String column : shape.columns().orElse(List.of())) {
      if (table.column(column).isEmpty()) {
        prediction.fail(
            Prediction.UNDEFINED_COLUMN, "column %s of %s does not exist", column, table.name());
      }
    }
    numberOfValues(shape);
    for (int i = 0; i < table.columns().size(); i++) {
      Column column = table.columns().get(i);
      Optional<String> value = value(shape, column, i);
      value.ifPresent(v -> given(column, v, shape.overriding()));
      if (isNull(shape, column, value)) {
        prediction.fail(Prediction.NOT_NULL_VIOLATION, "column %s would get a null", column.name());
      }
    }
  }

  private void numberOfValues(QueryText.InsertShape shape) {
    boolean expanded = shape.values().orElse(List.of()).stream().anyMatch(v -> v.endsWith("*"));
    int values = expanded ? 0 : shape.values().map(List::size).orElse(0);
    int targets = shape.columns().map(List::size).orElse(table.columns().size());
    if (values > targets) {
      prediction.fail(Prediction.SYNTAX_ERROR, "INSERT has more expressions than target columns");
    }
    if (values > 0 && shape.columns().isPresent() && values < targets) {
      prediction.fail(Prediction.SYNTAX_ERROR, "INSERT has more target columns than expressions");
    }
  }

  private static Optional<String> value(QueryText.InsertShape shape, Column column, int position) {
    List<String> values = shape.values().orElse(List.of());
    int index = shape.columns().map(names -> names.indexOf(column.name())).orElse(position);
    return index >= 0 && index < values.size() ? Optional.of(values.get(index)) : Optional.empty();
  }

  private void given(Column column, String value, boolean overriding) {
    boolean isDefault = value.toLowerCase(Locale.ROOT).equals("default");
    boolean always =
        column.generated().isPresent()
            || column.identity().filter(Column.Identity.ALWAYS::equals).isPresent() && !overriding;
    if (always && !isDefault) {
      prediction.fail("428C9", "column %s takes no value but DEFAULT", column.name());
    }
  }

  private static boolean isNull(
      QueryText.InsertShape shape, Column column, Optional<String> value) {
    if (!column.notNull()) {
      return false;
    }
    boolean noDefault =
        column.defaultValue().isEmpty()
            && column.identity().isEmpty()
            && column.generated().isEmpty();
    boolean omitted =
        shape.defaultValues()
            || shape.columns().filter(names -> !names.contains(column.name())).isPresent();
    return omitted && noDefault
        || value.filter(v -> v.toLowerCase(Locale.ROOT).equals("null")).isPresent();
  }

  private void conflictTarget(QueryText.InsertShape shape) {
    if (shape.conflictColumns().isEmpty()) {
      return;
    }
    Set<String> wanted = new HashSet<>(shape.conflictColumns().get());
    boolean plain = wanted.stream().allMatch(name -> table.column(name).isPresent());
    boolean found =
        prediction.schema().indexes(table.id()).stream()
            .filter(Index::unique)
            .anyMatch(index -> new HashSet<>(index.keyColumns()).equals(wanted));
    if (plain && !found) {
      prediction.fail("42P10", "no unique constraint matches the ON CONFLICT columns");
    }
  }
}
