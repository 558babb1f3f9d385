package dev.safemigrate.runner;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

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
 * @param invariant true whenever both versions are supported
 */
record ProvenPlan(
    String name,
    String schema,
    String rows,
    String request,
    Version before,
    Version after,
    UnaryOperator<Optional<String>> kept,
    String invariant) {

  /**
   * How a version of the application uses the table.
   *
   * @param table as it names it
   * @param columns what it writes besides the id
   * @param values each written value, over the parameter {@code ?}, one a column
   * @param read the thing's value as text, over the row
   * @param copies whether it uses COPY
   */
  record Version(
      String table, List<String> columns, List<String> values, String read, boolean copies) {}

  static final int ROWS = 4000;

  @Override
  public String toString() {
    return name;
  }

  static List<ProvenPlan> all() {
    return List.of(
        renamed(),
        renamedUnique(),
        retyped(),
        converted(),
        split(),
        merged(),
        added(),
        required(),
        droppedColumn(),
        renamedTable(),
        widened());
  }

  private static ProvenPlan same(
      String name, String columns, String rows, String request, Version before, Version after) {
    return new ProvenPlan(
        name,
        "CREATE TABLE things (id bigint PRIMARY KEY, touched integer NOT NULL DEFAULT 0, %s);"
            .formatted(columns),
        "INSERT INTO things (id, %s FROM generate_series(1, %d) i".formatted(rows, ROWS),
        request,
        before,
        after,
        UnaryOperator.identity(),
        "SELECT true");
  }

  private static Version column(String column, String type) {
    return new Version(
        "things", List.of(column), List.of("CAST(? AS " + type + ")"), column + "::text", true);
  }

  private static ProvenPlan renamed() {
    return same(
        "rename a column with a default",
        "total numeric DEFAULT 0",
        "total) SELECT i, i",
        "rename column things.total to amount",
        column("total", "numeric"),
        column("amount", "numeric"));
  }

  private static ProvenPlan renamedUnique() {
    return same(
        "rename a unique NOT NULL column",
        "\"The Number\" text NOT NULL UNIQUE",
        "\"The Number\") SELECT i, 'n' || i",
        "rename column things.\"The Number\" to \"select\"",
        unique("\"The Number\""),
        unique("\"select\""));
  }

  /** The id makes each value another. */
  private static Version unique(String column) {
    return new Version(
        "things",
        List.of(column),
        List.of("COALESCE(?, '') || '#' || gen_random_uuid()"),
        "split_part(" + column + ", '#', 1)",
        false);
  }

  private static ProvenPlan retyped() {
    return same(
        "change integer to bigint",
        "quantity integer NOT NULL DEFAULT 1",
        "quantity) SELECT i, i",
        "change type of things.quantity to bigint",
        required(column("quantity", "integer")),
        required(column("quantity_bigint", "bigint")));
  }

  private static Version required(Version version) {
    List<String> values = version.values().stream().map(v -> "COALESCE(" + v + ", 0)").toList();
    return new Version(version.table(), version.columns(), values, version.read(), false);
  }

  private static ProvenPlan converted() {
    return same(
        "change text to integer",
        "note text",
        "note) SELECT i, i",
        "change type of things.note to integer as note_number",
        column("note", "text"),
        column("note_number", "integer"));
  }

  private static ProvenPlan split() {
    return same(
        "split a column",
        "name text",
        "name) SELECT i, 'Ann ' || i",
        "split column things.name into given, family",
        new Version("things", List.of("name"), List.of("'Ann ' || ?"), "substr(name, 5)", true),
        new Version(
            "things",
            List.of("given", "family"),
            List.of("CASE WHEN ?::text IS NULL THEN NULL ELSE 'Ann' END", "?"),
            "family",
            false));
  }

  private static ProvenPlan merged() {
    return same(
        "merge columns",
        "given text, family text",
        "given, family) SELECT i, 'Ann', i",
        "merge columns things.given, family into name",
        new Version(
            "things",
            List.of("given", "family"),
            List.of("CASE WHEN ?::text IS NULL THEN NULL ELSE 'Ann' END", "?"),
            "family",
            false),
        new Version("things", List.of("name"), List.of("'Ann ' || ?"), "substr(name, 5)", true));
  }

  private static ProvenPlan added() {
    return new ProvenPlan(
        "add a NOT NULL column",
        "CREATE TABLE things (id bigint PRIMARY KEY, touched integer NOT NULL DEFAULT 0,"
            + " note text);",
        "INSERT INTO things (id, note) SELECT i, i FROM generate_series(1, %d) i".formatted(ROWS),
        "add column things.label text not null fill 'n' || id",
        column("note", "text"),
        new Version("things", List.of("note", "label"), List.of("?", "'new'"), "note", false),
        UnaryOperator.identity(),
        "SELECT NOT EXISTS (SELECT FROM things WHERE label IS NULL)");
  }

  private static ProvenPlan required() {
    Version region =
        new Version("things", List.of("region"), List.of("?"), "COALESCE(region, '7')", true);
    return new ProvenPlan(
        "make a column NOT NULL",
        "CREATE TABLE things (id bigint PRIMARY KEY, touched integer NOT NULL DEFAULT 0,"
            + " region text);",
        "INSERT INTO things (id, region) SELECT i, CASE WHEN i %% 2 = 0 THEN i END FROM generate_series(1, %d) i"
            .formatted(ROWS),
        "set not null things.region fill '7'",
        region,
        new Version("things", List.of("region"), List.of("COALESCE(?, '7')"), "region", false),
        value -> Optional.of(value.orElse("7")),
        "SELECT NOT EXISTS (SELECT FROM things WHERE region IS NULL)");
  }

  private static ProvenPlan droppedColumn() {
    return same(
        "drop a NOT NULL column",
        "note text, code text NOT NULL",
        "note, code) SELECT i, i, 'c'",
        "drop column things.code fill 'none'",
        new Version("things", List.of("note", "code"), List.of("?", "'c'"), "note", false),
        column("note", "text"));
  }

  private static ProvenPlan renamedTable() {
    return same(
        "rename a table",
        "note text",
        "note) SELECT i, i",
        "rename table things to articles",
        column("note", "text"),
        new Version("articles", List.of("note"), List.of("?"), "note", false));
  }

  private static ProvenPlan widened() {
    return new ProvenPlan(
        "widen a key",
        """
        CREATE TABLE owners (id serial PRIMARY KEY, name text);
        CREATE TABLE things (id bigint PRIMARY KEY, touched integer NOT NULL DEFAULT 0,
          owner_id integer REFERENCES owners (id));
        CREATE INDEX things_owner_id_idx ON things (owner_id);
        INSERT INTO owners (name) SELECT 'o' FROM generate_series(1, 999);
        """,
        "INSERT INTO things (id, owner_id) SELECT i, 1 + i %% 900 FROM generate_series(1, %d) i"
            .formatted(ROWS),
        "widen key of owners",
        column("owner_id", "integer"),
        column("owner_id", "bigint"),
        UnaryOperator.identity(),
        "SELECT true");
  }
}
