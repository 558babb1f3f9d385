package dev.safemigrate.analysis;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.catalog.CanonicalSchema;
import dev.safemigrate.catalog.SchemaDiff;
import dev.safemigrate.catalog.SchemaDiff.Ignored;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.RuleInfo;
import dev.safemigrate.rule.Rule;
import dev.safemigrate.rule.Rules;
import dev.safemigrate.rule.Runner;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs what rules say to write instead. The schema must be the one that the statement would have
 * left behind, and the finding must be gone.
 */
@DisplayName("A remedy")
class RemedyIT {

  /** Rules whose remedy leaves another schema behind, with the reason. */
  private static final Map<String, String> OTHER_SCHEMA =
      Map.of(
          "blocking-detach-partition", "CONCURRENTLY leaves the bound as a CHECK (ALTER TABLE)",
          "foreign-key-without-index", "the index is the point",
          "new-column-breaks-function", "the column of the other table is the point",
          "publication-without-replica-identity", "the replica identity is the point",
          "rename-table", "the view under the old name goes in a later release",
          "row-security-without-policy", "the policy is the point",
          "sequence-stays-integer", "the type of the sequence is the point");

  /** Rules whose statement the server refuses, so that there is no schema to compare with. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "concurrently-in-transaction", "the transaction is what the server refuses",
          "positional-insert", "the server refuses more values than the table has columns");

  /** Rules that advise on a lock: it is taken all the same, but the waiting for it is bounded. */
  private static final Set<String> LOCK_STAYS =
      Set.of("foreign-key-locks-other-table", "partition-fan-out");

  /**
   * What a remedy may bring in, because the statement did the same in another way: a column without
   * default becomes required, so that inserts and updates without it fail.
   */
  private static final Map<String, Set<String>> SAME_HAZARD =
      Map.of(
          "not-valid-check-breaks-updates",
          Set.of("set-not-null-breaks-inserts", "blocking-key-build"));

  /** Where the remedy for 14 is another one than for 18, or the parser of the server is asked. */
  private static final Set<String> ON_14 =
      Set.of(
          "blocking-key-build",
          "constraint-without-not-valid",
          "create-partition-of",
          "set-not-null-scan",
          "type-change-index-rebuild",
          "unbounded-update",
          "volatile-default");

  private static final Map<Fixture, CanonicalSchema> ORIGINALS = new HashMap<>();

  /** Rules of the risky class that say in words what no SQL can do, with the reason. */
  private static final Map<String, String> WORDS_ONLY =
      Map.ofEntries(
          Map.entry("blocking-exclusion-constraint", "there is no online way"),
          Map.entry("blocking-statement", "the last word on what no other rule explains"),
          Map.entry("certain-failure", "what was meant is not known"),
          Map.entry("concurrent-build-waits-for-runner", "a setting of the runner"),
          Map.entry("constrained-domain-column", "without the rewrite it is another type"),
          Map.entry("domain-constraint-scan", "the server reads the tables in any case"),
          Map.entry("drop-and-recreate", "the privileges are those of the database"),
          Map.entry("drop-not-null", "the application must read nulls first"),
          Map.entry("function-still-names", "the function's new body is not known"),
          Map.entry("not-valid-check-breaks-updates", "the value of old rows is not known"),
          Map.entry("psql-command", "depends on what the command does"),
          Map.entry("refused-backfill", "what is in its way differs from case to case"),
          Map.entry("stored-generated-column", "a trigger or VIRTUAL is another schema"),
          Map.entry("syntax-error", "what was meant is not known"),
          Map.entry("table-rewrite", "belongs into no migration"),
          Map.entry("unbalanced-transaction", "a matter of the whole file"));

  @Test
  void isSqlUnlessTheListSaysWhyNot() throws IOException {
    Set<String> withSql = RemedyCase.all().stream().map(RemedyCase::rule).collect(toSet());
    assertThat(
            Rules.ALL.stream()
                .map(Rule::info)
                .filter(info -> info.worst() == Classification.RISKY)
                .map(RuleInfo::id)
                .filter(id -> !withSql.contains(id)))
        .containsExactlyInAnyOrderElementsOf(WORDS_ONLY.keySet());
  }

  static Stream<Arguments> cases() throws IOException {
    return RemedyCase.all().stream().map(one -> Arguments.of(one.name(), one));
  }

  static Stream<Arguments> casesOfPages() throws IOException {
    return RemedyCase.all().stream()
        .filter(one -> one.name().startsWith("page"))
        .map(one -> Arguments.of(one.name(), one));
  }

  static Stream<Arguments> casesOfFixtures() throws IOException {
    return RemedyCase.all().stream()
        .filter(one -> !one.name().startsWith("page"))
        .map(one -> Arguments.of(one.name(), one));
  }

  @Tag("thorough")
  @ParameterizedTest(name = "{0}")
  @MethodSource("casesOfFixtures")
  void leadsToTheSameSchemaInAFixture(String name, RemedyCase one) throws Exception {
    leadsToTheSameSchema(name, one);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("casesOfPages")
  void leadsToTheSameSchema(String name, RemedyCase one) throws Exception {
    Fixture remedied = Remedied.apply(one.fixture(), one.place()).fixture();
    List<String> prelude = RemedyPrelude.of(name, one.fixture());
    CanonicalSchema with = HistoryOnServer.schemaBehind(prelude, remedied);
    if (!OTHER_SCHEMA.containsKey(one.rule()) && !REFUSED.containsKey(one.rule())) {
      assertThat(
              SchemaDiff.between(
                  original(prelude, one.fixture()),
                  with,
                  Ignored.COLUMN_ORDER,
                  Ignored.GENERATED_NAMES))
          .as(text(remedied))
          .hasToString("");
    }
  }

  private static CanonicalSchema original(List<String> prelude, Fixture fixture)
      throws SQLException {
    CanonicalSchema schema = ORIGINALS.get(fixture);
    if (schema == null) {
      schema = HistoryOnServer.schemaBehind(prelude, fixture);
      ORIGINALS.put(fixture, schema);
    }
    return schema;
  }

  /** Other runners than our own get a DO block that commits. */
  static Stream<Arguments> casesOfPsql() throws IOException {
    return RemedyCase.all(ServerVersion.NEWEST_PROVEN, Runner.PSQL).stream()
        .filter(one -> one.place().finding().remedy().sql().contains("DO $batches$"))
        .map(one -> Arguments.of("psql: " + one.name(), one));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("casesOfPsql")
  void leadsToTheSameSchemaWithoutOurRunner(String name, RemedyCase one) throws Exception {
    leadsToTheSameSchema(name, one);
    leavesNothingOfItsFinding(name, one);
  }

  @Test
  void changesTheSameRowsInBatches() throws Exception {
    Fixture fixture =
        Fixture.parse(
                """
                -- file: V1__orders.sql
                CREATE TABLE orders (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), n integer);
                INSERT INTO orders (n) SELECT i FROM generate_series(1, 12001) AS i;
                -- file: V2__change.sql
                UPDATE orders o SET n = n + 1 WHERE n > 5 OR n = 1
                """)
            .by(Runner.PSQL);
    Remedied.Place place =
        Remedied.places(fixture.analyse()).stream()
            .filter(one -> one.finding().rule().id().equals("unbounded-update"))
            .findFirst()
            .orElseThrow();
    String sum = "SELECT sum(n) || ' in ' || count(DISTINCT xmin::text) FROM orders";
    assertThat(HistoryOnServer.answer(Remedied.apply(fixture, place).fixture(), sum))
        .isEqualTo((12001L * 12002 / 2 + 11997) + " in 4");
  }

  static Stream<Arguments> casesOn14() throws IOException {
    return RemedyCase.all(new ServerVersion(14), Runner.MIGRATE).stream()
        .filter(one -> ON_14.contains(one.rule()) && one.name().startsWith("page"))
        .map(one -> Arguments.of("14: " + one.name(), one));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("casesOn14")
  void leadsToTheSameSchemaOn14(String name, RemedyCase one) throws Exception {
    leadsToTheSameSchema(name, one);
    leavesNothingOfItsFinding(name, one);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void leavesNothingOfItsFinding(String name, RemedyCase one) {
    Fixture remedied = Remedied.apply(one.fixture(), one.place()).fixture();
    List<Remedied.Place> before = Remedied.places(one.fixture().analyse());
    List<Remedied.Place> after = Remedied.places(remedied.analyse());
    Set<String> known = before.stream().map(place -> place.finding().rule().id()).collect(toSet());
    if (!LOCK_STAYS.contains(one.rule())) {
      assertThat(ofRule(after, one.rule()))
          .as(text(remedied))
          .hasSizeLessThan(ofRule(before, one.rule()).size());
    }
    assertThat(
            after.stream()
                .filter(place -> place.finding().classification() != Classification.SAFE)
                .map(place -> place.finding().rule().id())
                .filter(rule -> !known.contains(rule))
                .filter(rule -> Collections.disjoint(known, same(rule))))
        .as(text(remedied))
        .isEmpty();
  }

  private static Set<String> same(String rule) {
    return SAME_HAZARD.getOrDefault(rule, Set.of());
  }

  private static List<Remedied.Place> ofRule(List<Remedied.Place> places, String rule) {
    return places.stream().filter(place -> place.finding().rule().id().equals(rule)).toList();
  }

  private static String text(Fixture fixture) {
    return fixture.files().stream()
        .map(file -> "-- file: " + file.name() + "\n" + file.text())
        .collect(Collectors.joining());
  }
}
