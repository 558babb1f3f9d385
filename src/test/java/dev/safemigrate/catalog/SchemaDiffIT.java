package dev.safemigrate.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.catalog.SchemaDiff.Ignored;
import dev.safemigrate.embedded.PostgresServers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SchemaDiffIT {

  /** One change of each kind of object, with the difference that it makes. */
  private record Change(List<Integer> versions, String sql, String difference) {}

  @TestFactory
  List<DynamicTest> everyChangeIsSeenAndNothingElse() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Change change : changes()) {
      for (int version : change.versions()) {
        tests.add(
            DynamicTest.dynamicTest(
                version + ": " + change.sql(), () -> assertDifference(version, change)));
      }
    }
    return tests;
  }

  @Test
  void ordersOfCommonColumnsAreCompared() throws Exception {
    CanonicalSchema before = schemaOf("CREATE TABLE a (x int, y int, z int, gone int)");
    CanonicalSchema after = schemaOf("CREATE TABLE a (y int, added int, x int, z int)");

    assertThat(SchemaDiff.between(before, after).lines())
        .containsExactly(
            "+ ALTER TABLE public.a ADD COLUMN added integer",
            "- ALTER TABLE public.a ADD COLUMN gone integer",
            "- -- columns of public.a in order: x, y, z",
            "+ -- columns of public.a in order: y, x, z");
    assertThat(SchemaDiff.between(before, after, Ignored.COLUMN_ORDER).lines()).hasSize(2);
  }

  @Test
  void generatedNamesCanBeIgnored() throws Exception {
    CanonicalSchema direct =
        schemaOf(
            "CREATE TABLE b (id serial PRIMARY KEY, c int NOT NULL UNIQUE CHECK (c > 0) REFERENCES b,"
                + " EXCLUDE (c WITH =)); CREATE INDEX ON b (c, id); COMMENT ON CONSTRAINT b_c_check ON b IS 'c'");
    CanonicalSchema renamed =
        schemaOf(
            "CREATE TABLE \"A\" (id serial PRIMARY KEY, d int NOT NULL UNIQUE CHECK (d > 0) REFERENCES \"A\","
                + " EXCLUDE (d WITH =)); CREATE INDEX ON \"A\" (d, id);"
                + " COMMENT ON CONSTRAINT \"A_d_check\" ON \"A\" IS 'c';"
                + " ALTER TABLE \"A\" RENAME TO b; ALTER TABLE b RENAME d TO c");

    assertThat(SchemaDiff.between(direct, renamed).lines()).hasSizeGreaterThan(15);
    assertThat(SchemaDiff.between(direct, renamed, Ignored.GENERATED_NAMES, Ignored.OWNERS).lines())
        .isEmpty();

    CanonicalSchema without =
        schemaOf(
            "CREATE TABLE b (id serial PRIMARY KEY, c int NOT NULL UNIQUE CHECK (c > 1) REFERENCES b,"
                + " EXCLUDE (c WITH =)); COMMENT ON CONSTRAINT b_c_check ON b IS 'c'");
    assertThat(SchemaDiff.between(direct, without, Ignored.GENERATED_NAMES).lines())
        .containsExactly(
            "- ALTER TABLE public.b ADD CONSTRAINT * CHECK ((c > 0))",
            "+ ALTER TABLE public.b ADD CONSTRAINT * CHECK ((c > 1))",
            "- CREATE INDEX * ON public.b USING btree (c, id)");
  }

  @Test
  void securityAndCommentsCanBeIgnored() throws Exception {
    String database = TestDatabases.copy(18);
    TestDatabases.execute(
        18,
        database,
        "ALTER TABLE shop.cache OWNER TO catalog_reader; GRANT ALL ON shop.typed TO PUBLIC;"
            + " COMMENT ON TABLE shop.typed IS 'typed'");
    CanonicalSchema before = TestDatabases.read(18, TestDatabases.template(18));
    CanonicalSchema after = TestDatabases.read(18, database);

    assertThat(SchemaDiff.between(before, after).lines()).hasSize(4);
    assertThat(
            SchemaDiff.between(before, after, Ignored.OWNERS, Ignored.PRIVILEGES, Ignored.COMMENTS)
                .isEmpty())
        .isTrue();
  }

  private static void assertDifference(int version, Change change) throws Exception {
    String database = TestDatabases.copy(version);
    TestDatabases.execute(version, database, change.sql());
    SchemaDiff difference =
        SchemaDiff.between(
            TestDatabases.templateSchema(version), TestDatabases.read(version, database));
    PostgresServers.get(version).server().dropDatabase(database);

    assertThat(difference).hasToString(change.difference());
  }

  private static CanonicalSchema schemaOf(String sql) throws Exception {
    String database = PostgresServers.get(18).newDatabase();
    TestDatabases.execute(18, database, sql);
    return TestDatabases.read(18, database);
  }

  /** Blocks of a statement, optionally led by the versions that it is for, and its difference. */
  private static List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    for (String block : TestDatabases.resource("changes.txt").split("\n\n")) {
      List<String> lines = block.lines().filter(line -> !line.startsWith("#")).toList();
      int arrow = lines.indexOf("=>");
      List<Integer> versions = List.of(14, 18);
      int first = 0;
      if (lines.get(0).startsWith("versions ")) {
        versions =
            Arrays.stream(lines.get(0).substring("versions ".length()).split(" "))
                .map(Integer::valueOf)
                .toList();
        first = 1;
      }
      changes.add(
          new Change(
              versions,
              String.join("\n", lines.subList(first, arrow)),
              String.join("\n", lines.subList(arrow + 1, lines.size()))));
    }
    return changes;
  }
}
