package dev.safemigrate.runner;

import dev.safemigrate.ast.Identifiers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Walks by the columns of a unique key. The server itself compares: values come and go as text with
 * a cast, and the operators are those of the key's index, whatever the search path is.
 *
 * @param table its quoted name, behind ONLY where that is meant
 * @param columns of the key
 * @param less the schema and name of the index's operator "less than or equal", quoted
 * @param greater of its operator "greater than"
 */
record ColumnKey(String table, List<Column> columns, String less, String greater)
    implements BackfillKey {

  ColumnKey {
    columns = List.copyOf(columns);
  }

  /**
   * A column.
   *
   * @param name not quoted
   * @param type quoted, with its schema and without modifiers, which a cast would apply
   * @param time whether its text depends on the session's DateStyle
   */
  record Column(String name, String type, boolean time) {

    String in(String qualifier) {
      return Identifiers.quote(qualifier) + "." + Identifiers.quote(name);
    }

    /** As JSON, times are in ISO 8601 (the manual, "JSON Functions and Operators"). */
    String text(String qualifier) {
      return time
          ? "pg_catalog.to_jsonb(%s) #>> '{}'".formatted(in(qualifier))
          : "CAST(%s AS pg_catalog.text)".formatted(in(qualifier));
    }

    String constant(String value) {
      return "CAST(%s AS %s)".formatted(Identifiers.string(value), type);
    }
  }

  private static final String OWN = "walked";

  @Override
  public String name() {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }

  @Override
  public boolean keepsPlaces() {
    return true;
  }

  @Override
  public Optional<BackfillPosition> last(Connection connection) throws SQLException {
    return position(
        connection,
        "SELECT %s FROM %s AS %s ORDER BY %s LIMIT 1"
            .formatted(texts(), table, OWN, order(" DESC")));
  }

  @Override
  public Step next(
      Connection connection, Optional<BackfillPosition> after, BackfillPosition last, int rows)
      throws SQLException {
    String range = predicate(OWN, after, last);
    Optional<BackfillPosition> end =
        position(
            connection,
            "SELECT %s FROM %s AS %s WHERE %s ORDER BY %s OFFSET %d LIMIT 1"
                .formatted(texts(), table, OWN, range, order(""), rows - 1));
    if (end.isPresent()) {
      return new Step(end.get(), rows);
    }
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM %s AS %s WHERE %s".formatted(table, OWN, range))) {
      row.next();
      return new Step(last, row.getLong(1));
    }
  }

  @Override
  public String predicate(
      String qualifier, Optional<BackfillPosition> after, BackfillPosition upTo) {
    String key = joined(column -> column.in(qualifier));
    String end = "%s %s %s".formatted(key, less, constants(upTo));
    return after.isEmpty()
        ? end
        : "%s %s %s AND %s".formatted(key, greater, constants(after.get()), end);
  }

  @Override
  public String words(Optional<BackfillPosition> after, BackfillPosition upTo) {
    String key = joined(Column::name);
    String end = "%s <= %s".formatted(key, shown(upTo));
    return after.isEmpty() ? end : "%s > %s and %s".formatted(key, shown(after.get()), end);
  }

  private Optional<BackfillPosition> position(Connection connection, String sql)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet row = statement.executeQuery(sql)) {
        if (!row.next()) {
          return Optional.empty();
        }
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns.size(); i++) {
          values.add(row.getString(i));
        }
        return Optional.of(new BackfillPosition(values));
      }
    }
  }

  private String texts() {
    return columns.stream().map(column -> column.text(OWN)).collect(Collectors.joining(", "));
  }

  private String order(String direction) {
    return columns.stream()
        .map(column -> column.in(OWN) + direction)
        .collect(Collectors.joining(", "));
  }

  private String constants(BackfillPosition position) {
    List<String> constants =
        IntStream.range(0, columns.size())
            .mapToObj(i -> columns.get(i).constant(position.values().get(i)))
            .toList();
    return constants.size() == 1 ? constants.get(0) : "ROW(" + String.join(", ", constants) + ")";
  }

  private String joined(java.util.function.Function<Column, String> part) {
    String parts = columns.stream().map(part).collect(Collectors.joining(", "));
    return columns.size() == 1 ? parts : "ROW(" + parts + ")";
  }

  private String shown(BackfillPosition position) {
    String values = String.join(", ", position.values());
    return columns.size() == 1 ? values : "ROW(" + values + ")";
  }
}
