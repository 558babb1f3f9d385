package dev.safemigrate.runner;

import dev.safemigrate.runner.ProvenPlan.Version;
import java.util.List;
import java.util.Optional;

/** Plans for columns of a table. */
final class ColumnPlans {

  private ColumnPlans() {}

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
        droppedColumn());
  }

  private static ProvenPlan renamed() {
    return ProvenPlan.ofColumns(
        "rename a column with a default",
        "total numeric DEFAULT 0",
        "total) SELECT i, i",
        "rename column things.total to amount",
        Version.of("total", "numeric"),
        Version.of("amount", "numeric"));
  }

  private static ProvenPlan renamedUnique() {
    return ProvenPlan.ofColumns(
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
    return ProvenPlan.ofColumns(
        "change integer to bigint",
        "quantity integer NOT NULL DEFAULT 1",
        "quantity) SELECT i, i",
        "change type of things.quantity to bigint",
        required(Version.of("quantity", "integer")),
        required(Version.of("quantity_bigint", "bigint")));
  }

  private static Version required(Version version) {
    List<String> values = version.values().stream().map(v -> "COALESCE(" + v + ", 0)").toList();
    return new Version(version.table(), version.columns(), values, version.read(), false);
  }

  private static ProvenPlan converted() {
    return ProvenPlan.ofColumns(
        "change text to integer",
        "note text",
        "note) SELECT i, i",
        "change type of things.note to integer as note_number",
        Version.of("note", "text"),
        Version.of("note_number", "integer"));
  }

  private static ProvenPlan split() {
    return ProvenPlan.ofColumns(
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
    return ProvenPlan.ofColumns(
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
    return ProvenPlan.of(
            "add a NOT NULL column",
            "CREATE TABLE things (id bigint PRIMARY KEY, touched integer NOT NULL DEFAULT 0,"
                + " note text);",
            "INSERT INTO things (id, note) SELECT i, i FROM generate_series(1, %d) i"
                .formatted(ProvenPlan.ROWS),
            "add column things.label text not null fill 'n' || id",
            Version.of("note", "text"),
            new Version("things", List.of("note", "label"), List.of("?", "'new'"), "note", false))
        .holding("SELECT NOT EXISTS (SELECT FROM things WHERE label IS NULL)");
  }

  private static ProvenPlan required() {
    Version region =
        new Version("things", List.of("region"), List.of("?"), "COALESCE(region, '7')", true);
    return ProvenPlan.of(
            "make a column NOT NULL",
            "CREATE TABLE things (id bigint PRIMARY KEY, touched integer NOT NULL DEFAULT 0,"
                + " region text);",
            "INSERT INTO things (id, region) SELECT i, CASE WHEN i %% 2 = 0 THEN i END FROM generate_series(1, %d) i"
                .formatted(ProvenPlan.ROWS),
            "set not null things.region fill '7'",
            region,
            new Version("things", List.of("region"), List.of("COALESCE(?, '7')"), "region", false))
        .keeping(value -> Optional.of(value.orElse("7")))
        .holding("SELECT NOT EXISTS (SELECT FROM things WHERE region IS NULL)");
  }

  private static ProvenPlan droppedColumn() {
    return ProvenPlan.ofColumns(
        "drop a NOT NULL column",
        "note text, code text NOT NULL",
        "note, code) SELECT i, i, 'c'",
        "drop column things.code fill 'none'",
        new Version("things", List.of("note", "code"), List.of("?", "'c'"), "note", false),
        Version.of("note", "text"));
  }
}
