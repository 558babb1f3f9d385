package dev.safemigrate.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.effect.Estimate;
import dev.safemigrate.finding.Pending;
import dev.safemigrate.parser.JSqlParserQueryReader;
import dev.safemigrate.parser.SqlParser;
import dev.safemigrate.rule.Runner;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.RelationSize;
import dev.safemigrate.schema.SchemaFold;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.SourceFile;
import dev.safemigrate.source.SourceSettings;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How long statements take, by the sizes of a base. */
class EstimatesTest {

  private static final ServerVersion VERSION = new ServerVersion(18);

  private static final String BASE =
      """
      CREATE TABLE public.orders (id bigint PRIMARY KEY, customer integer, note text);
      CREATE TABLE public.unmeasured (id bigint);
      """;

  @Test
  void indexBuildTakesTheTablesSize() {
    Estimate estimate = only("CREATE INDEX orders_note ON orders (note);").orElseThrow();
    assertThat(estimate.basis())
        .isEqualTo(
            "builds an index of public.orders, 9.0 GB at 25 to 450 MB a second;"
                + " reads public.orders, 9.0 GB at 60 to 1500 MB a second");
    assertThat(estimate.low()).isEqualTo(26);
    assertThat(estimate.high()).isEqualTo(510);
  }

  @Test
  void rewriteBuildsTheIndexesToo() {
    Estimate estimate = only("ALTER TABLE orders ALTER customer TYPE bigint;").orElseThrow();
    assertThat(estimate.basis())
        .contains("rewrites public.orders, 9.0 GB")
        .contains("builds an index of public.orders");
    assertThat(estimate.high()).isEqualTo(9000.0 / 20 + 9000.0 / 25);
  }

  @Test
  void howManyRowsAnUpdateWritesIsNotKnown() {
    Estimate estimate = only("UPDATE orders SET note = '' WHERE note IS NULL;").orElseThrow();
    assertThat(estimate.low()).isEqualTo(6);
    assertThat(estimate.high()).isEqualTo(9000.0 / 60 + 9000.0 / 10);
  }

  @Test
  void catalogWorkIsNotEstimated() {
    assertThat(only("ALTER TABLE orders ADD COLUMN extra text;")).isEmpty();
    assertThat(only("TRUNCATE orders;")).isEmpty();
  }

  @Test
  void tableOfUnknownSizeIsNotEstimated() {
    assertThat(only("CREATE INDEX i ON unmeasured (id);")).isEmpty();
  }

  @Test
  void newTableIsEmpty() {
    assertThat(all("CREATE TABLE fresh (id bigint);\nCREATE INDEX i ON fresh (id);\n"))
        .allMatch(Optional::isEmpty);
  }

  @Test
  void sizeGoesWithARenamedTable() {
    assertThat(all("ALTER TABLE orders RENAME TO sales;\nCREATE INDEX i ON sales (note);\n").get(1))
        .isPresent();
    assertThat(
            all("DROP TABLE orders;\nCREATE TABLE orders (id bigint);\n"
                    + "CREATE INDEX i ON orders (id);\n")
                .get(2))
        .isEmpty();
  }

  @Test
  void sizesOfNowDoNotChangeWithAppliedMigrations() {
    SchemaState live = SchemaState.unknown().withSizes(sizes());
    String applied =
        "CREATE TABLE old (id bigint, note text);\nALTER TABLE old RENAME TO orders;\n";
    assertThat(
            analyse(live, Set.of("1"), applied, "CREATE INDEX i ON orders (note);")
                .migrations()
                .get(1)
                .statements()
                .get(0)
                .estimate())
        .isPresent();
  }

  @Test
  void tableThatNoMigrationKnowsHasItsLiveSize() {
    SchemaState live = SchemaState.unknown().withSizes(sizes());
    assertThat(
            analyse(live, Set.of(), "CREATE INDEX i ON orders (note);")
                .migrations()
                .get(0)
                .statements()
                .get(0)
                .estimate())
        .isPresent();
  }

  private static Optional<Estimate> only(String sql) {
    return all(sql).get(0);
  }

  private static List<Optional<Estimate>> all(String sql) {
    SchemaState base =
        new SchemaFold(VERSION, new JSqlParserQueryReader())
            .base(SqlParser.parse(BASE, VERSION).statements(), sizes());
    return analyse(base, Set.of(), sql).migrations().get(0).statements().stream()
        .map(AnalysedStatement::estimate)
        .toList();
  }

  private static Map<RelationName, RelationSize> sizes() {
    return Map.of(
        new RelationName("public", "orders"),
        new RelationSize(OptionalLong.of(50_000_000), 9_000_000_000L, 2_000_000_000L));
  }

  private static AnalysisResult analyse(SchemaState schema, Set<String> applied, String... texts) {
    List<SourceFile> files = new ArrayList<>();
    for (String text : texts) {
      String name = "V" + (files.size() + 1) + "__a.sql";
      files.add(new SourceFile(name, name, text.getBytes(StandardCharsets.UTF_8)));
    }
    return Analysis.analyse(
        new AnalysisRequest(
            MigrationFolder.read(files, SourceSettings.DEFAULT).migrations(),
            applied,
            new Pending(Pending.By.BASELINE, "the test says so"),
            schema,
            VERSION,
            Runner.MIGRATE,
            List.of(),
            Map.of(),
            LocalDate.of(2026, 11, 1),
            List.of(),
            false));
  }
}
