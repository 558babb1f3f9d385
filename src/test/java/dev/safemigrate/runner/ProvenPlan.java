package dev.safemigrate.runner;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A change, and how the version before it and the version after it write and read the same thing.
 *
 * @param name for the test's name
 * @param schema the table {@code things} with an {@code id} and what hangs on it
 * @param rows fills it: ids from 1 on
 * @param request for the plan
 * @param before the running version
 * @param after the next version
 * @param kept what a value becomes that the running version writes
 * @param invariant true whenever the next version is supported
 * @param releases who is at work when
 */
record ProvenPlan(
    String name,
    String schema,
    String rows,
    String request,
    Version before,
    Version after,
    UnaryOperator<Optional<String>> kept,
    String invariant,
    Releases releases) {

  static final int ROWS = 4000;

  /**
   * How a version of the application uses the table.
   *
   * @param table as it names it
   * @param columns what it writes besides the id
   * @param values each written value, over the parameter {@code ?}, one a column
   * @param read the thing's value as text, over the row
   * @param copies whether it uses COPY
   * @param key the columns of its ON CONFLICT; empty for one that uses none
   * @param owner where the thing itself is, if the table has only some of its columns
   */
  record Version(
      String table,
      List<String> columns,
      List<String> values,
      String read,
      boolean copies,
      String key,
      Optional<String> owner) {

    Version(String table, List<String> columns, List<String> values, String read, boolean copies) {
      this(table, columns, values, read, copies, "id", Optional.empty());
    }

    /** One that has the columns in a table beside that of the thing. */
    Version besides(String other) {
      return new Version(table, columns, values, read, copies, key, Optional.of(other));
    }

    /** One that writes and reads one column of a type. */
    static Version of(String column, String type) {
      return new Version(
          "things", List.of(column), List.of("CAST(? AS " + type + ")"), column + "::text", true);
    }

    /** One that writes another column too. */
    Version and(String column, String value) {
      return new Version(
          table,
          Stream.concat(columns.stream(), Stream.of(column)).toList(),
          Stream.concat(values.stream(), Stream.of(value)).toList(),
          read,
          false,
          key,
          owner);
    }

    Version reading(String expression) {
      return new Version(table, columns, values, expression, copies, key, owner);
    }

    Version conflictingOn(String other) {
      return new Version(table, columns, values, read, copies, other, owner);
    }
  }

  /**
   * The versions at work.
   *
   * @param supported behind each release that the plan asks for
   * @param onTheWayBack while what is not a contract is taken back
   * @param afterwards when everything is
   */
  record Releases(
      List<List<Version>> supported, List<Version> onTheWayBack, List<Version> afterwards) {}

  /** A plan for a change that the old version need not notice. */
  static ProvenPlan of(
      String name, String schema, String rows, String request, Version before, Version after) {
    return new ProvenPlan(
        name,
        schema,
        rows,
        request,
        before,
        after,
        UnaryOperator.identity(),
        "SELECT true",
        new Releases(
            List.of(List.of(before, after), List.of(after)), List.of(before), List.of(before)));
  }

  /** As {@link #of}, for a table of this name with a column or some more. */
  static ProvenPlan ofColumns(
      String name, String columns, String rows, String request, Version before, Version after) {
    return of(
        name,
        "CREATE TABLE things (id bigint PRIMARY KEY, touched integer NOT NULL DEFAULT 0, %s);"
            .formatted(columns),
        "INSERT INTO things (id, %s FROM generate_series(1, %d) i".formatted(rows, ROWS),
        request,
        before,
        after);
  }

  ProvenPlan keeping(UnaryOperator<Optional<String>> values) {
    return new ProvenPlan(name, schema, rows, request, before, after, values, invariant, releases);
  }

  ProvenPlan holding(String query) {
    return new ProvenPlan(name, schema, rows, request, before, after, kept, query, releases);
  }

  /** The old version must be gone before the way back, and may be released again behind it. */
  ProvenPlan takenBackWithoutOld() {
    return releasing(new Releases(releases.supported(), List.of(after), List.of(before)));
  }

  ProvenPlan releasing(Releases others) {
    return new ProvenPlan(name, schema, rows, request, before, after, kept, invariant, others);
  }

  @Override
  public String toString() {
    return name;
  }

  static List<ProvenPlan> all() {
    return Stream.of(ColumnPlans.all(), RulePlans.all(), ObjectPlans.all(), PartitionPlans.all())
        .flatMap(List::stream)
        .toList();
  }
}
