package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.safemigrate.analysis.CorpusProjects;
import dev.safemigrate.catalog.CanonicalSchema;
import dev.safemigrate.catalog.CatalogOptions;
import dev.safemigrate.catalog.SchemaDiff;
import dev.safemigrate.catalog.SchemaReader;
import dev.safemigrate.history.HistoryEntry;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.MigrationScript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real projects' migrations end in the same schema through this runner and without any. */
@DisplayName("Migrations of real projects")
@Tag("shared")
class CorpusApplyIT {

  private static final Path CORPUS = Path.of("../shared/corpus");

  /** They lock tables, or close and open the transaction of their runner. */
  private static final Set<String> NEED_TRANSACTION =
      Set.of("target__goalert", "heroiclabs__nakama");

  /** What the project's own runner has made before its first migration. */
  private static final Map<String, String> BEFORE =
      Map.of(
          "goharbor__harbor",
          "CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL)");

  private final TestDatabase database = TestDatabase.create(18);
  private final TestDatabase reference = TestDatabase.create(18);
  private final TestRun run = new TestRun(database);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CDCgov__prime-reportstream",
        "MarquezProject__marquez",
        "Netflix__genie",
        "goharbor__harbor",
        "hmcts__pre-api",
        "kestra-io__kestra",
        "navikt__helse-spesialist"
      })
  void endInTheSchemaOfTheirStatementsAlone(String project) throws Exception {
    applyBothWays(project);
  }

  @Tag("thorough")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "atuinsh__atuin",
        "bitmagnet-io__bitmagnet",
        "heroiclabs__nakama",
        "hoppscotch__hoppscotch",
        "openfga__openfga",
        "rust-lang__crates.io",
        "target__goalert",
        "umami-software__umami"
      })
  void ofOtherToolsDoSoToo(String project) throws Exception {
    applyBothWays(project);
  }

  @ParameterizedTest
  @CsvSource({
    "hyperledger__firefly, 000070_add_subscriptions_filters.down.sql",
    "svix__svix-webhooks, 20220428190104_message_expiration.down.sql"
  })
  void goBackAsFarAsTheirScriptsAllow(String project, String broken) throws Exception {
    rollBackBothWays(project, broken);
  }

  @Tag("thorough")
  @ParameterizedTest
  @CsvSource({"rust-lang__crates.io, 2024-10-25-112826_make-unique-version-unique/down.sql"})
  void goBackAsFarAsTheirScriptsAllowToo(String project, String broken) throws Exception {
    rollBackBothWays(project, broken);
  }

  private List<MigrationScript> applyBothWays(String project) throws Exception {
    List<MigrationScript> scripts = scripts(project);
    prepare(project);
    new PlainRun(reference, NEED_TRANSACTION.contains(project)).run(scripts);
    assertThat(run.scripts(scripts).apply().applied()).hasSameSizeAs(scripts);
    assertSameSchema();
    assertThat(run.history()).hasSameSizeAs(scripts).allMatch(HistoryEntry::applied);
    assertThat(run.apply()).isEqualTo(new Apply.Result(List.of(), scripts.size()));
    return scripts;
  }

  /**
   * The server refuses the broken script; those before it have gone back, statement for statement.
   */
  private void rollBackBothWays(String project, String broken) throws Exception {
    List<MigrationScript> downs =
        new ArrayList<>(applyBothWays(project).stream().map(s -> s.down().orElseThrow()).toList());
    Collections.reverse(downs);
    assertThatThrownBy(() -> run.rollBackTo("0"))
        .isInstanceOf(RunException.class)
        .hasMessageContaining(broken + ":")
        .hasMessageContaining("stays applied");
    List<MigrationScript> sound =
        downs.stream().takeWhile(down -> !down.path().endsWith(broken)).toList();
    assertThat(sound).isNotEmpty();
    new PlainRun(reference, false).run(sound);
    assertSameSchema();
    assertThat(run.status().stream().filter(line -> line.endsWith(" pending")))
        .hasSameSizeAs(sound);
  }

  private void assertSameSchema() throws Exception {
    assertThat(SchemaDiff.between(schema(reference), schema(database)).lines()).isEmpty();
  }

  private static CanonicalSchema schema(TestDatabase database) throws Exception {
    try (Connection connection = database.connect()) {
      return SchemaReader.read(
          connection,
          CatalogOptions.everything().without(TestRun.TABLE.schema(), TestRun.TABLE.name()));
    }
  }

  private void prepare(String project) throws Exception {
    for (TestDatabase each : List.of(database, reference)) {
      try (Connection connection = each.connect();
          Statement statement = connection.createStatement()) {
        statement.execute(BEFORE.getOrDefault(project, "SELECT"));
      }
    }
  }

  private static List<MigrationScript> scripts(String project) throws Exception {
    assumeTrue(Files.exists(CORPUS), "../shared/corpus does not exist");
    MigrationFolder folder = CorpusProjects.folder(CORPUS.resolve(project));
    assertThat(folder.refused()).isFalse();
    return folder.migrations();
  }
}
