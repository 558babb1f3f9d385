package dev.safemigrate.plan;

import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.StoredExpression;
import java.util.Optional;

/**
 * A column that moves to another table, and its value in rows for which nobody writes one.
 *
 * @param column as it is before
 * @param meanwhile the default that the old table needs until the contract, because new versions
 *     insert without the column: its own, or a neutral one where it must have a value
 */
record MovedColumn(Column column, Optional<String> meanwhile) {

  static MovedColumn of(Column column) {
    Optional<String> own = column.defaultValue().map(StoredExpression::text);
    Optional<String> neutral =
        column.notNull() && own.isEmpty()
            ? Optional.of(Fill.value(Optional.empty(), SqlType.of(column), column.name()))
            : Optional.empty();
    return new MovedColumn(column, own.or(() -> neutral));
  }

  String name() {
    return column.name();
  }

  String sql() {
    return Names.sql(column.name());
  }

  /** Whether the plan gives it a default that it has not. */
  boolean filled() {
    return column.defaultValue().isEmpty() && meanwhile.isPresent();
  }

  /** As the new table has it. */
  String definition() {
    return SideTable.plain(column)
        + (column.notNull() ? " NOT NULL" : "")
        + column.defaultValue().map(value -> " DEFAULT " + value.text()).orElse("");
  }

  /**
   * Whether a row has just what it is inserted with, for a row of that qualifier; empty where that
   * cannot be told because the default is another one each time.
   */
  Optional<String> untouched(Before before, String qualifier) {
    String value = qualifier + "." + sql();
    if (meanwhile.isEmpty()) {
      return Optional.of(value + " IS NULL");
    }
    if (!before.expression(meanwhile.get()).constant()) {
      return Optional.empty();
    }
    SqlType type = SqlType.of(column);
    return Optional.of(
        "NOT (%s)"
            .formatted(
                type.differs(value, "CAST(%s AS %s)".formatted(meanwhile.get(), type.sql()))));
  }
}
