package dev.safemigrate.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.safemigrate.analysis.CorpusProjects;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.SourceFile;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real projects are rehearsed to the end. How far prediction and measurement agree is printed, as
 * the rows of the table in docs/quality.md.
 */
@DisplayName("Rehearsed migrations of real projects")
@Tag("thorough")
class RehearseCorpusIT {

  private static final Path CORPUS = Path.of("../shared/corpus");

  private static final Path MEASURED = Path.of("target/corpus-measured");

  private static final Path QUALITY = Path.of("docs/quality.md");

  private static final String TABLE_HEADER =
      "| project | statements | as predicted | | downs that restore | that do not | first down that"
          + " fails |";

  private static final int PROJECTS = 17;

  /** Percent of a project's statements that must do exactly what was predicted. */
  private static final int AGREEMENT = 98;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CDCgov__prime-reportstream",
        "MarquezProject__marquez",
        "Netflix__genie",
        "atuinsh__atuin",
        "bitmagnet-io__bitmagnet",
        "goharbor__harbor",
        "heroiclabs__nakama",
        "hmcts__pre-api",
        "hoppscotch__hoppscotch",
        "kestra-io__kestra",
        "navikt__helse-spesialist",
        "openfga__openfga",
        "target__goalert",
        "umami-software__umami"
      })
  void runToTheirEnd(String project) throws Exception {
    rehearse(project);
  }

  @ParameterizedTest
  @CsvSource({
    "hyperledger__firefly, 000070_add_subscriptions_filters.down.sql",
    "svix__svix-webhooks, 20220428190104_message_expiration.down.sql",
    "rust-lang__crates.io, 2024-10-25-112826_make-unique-version-unique/down.sql"
  })
  void haveTheirBrokenDownScriptsNamed(String project, String broken) throws Exception {
    assertThat(rehearse(project).downs().failure().orElseThrow()).contains(broken);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MarquezProject__marquez",
        "goharbor__harbor",
        "hmcts__pre-api",
        "umami-software__umami"
      })
  void runToTheirEndOnRows(String project) throws Exception {
    assumeTrue(Files.exists(CORPUS), "../shared/corpus does not exist");
    MigrationFolder folder = CorpusProjects.folder(CORPUS.resolve(project), before(project));
    RehearsalResult result =
        new RehearsedProject(18).applied(folder.migrations().size() / 2).rows(20).rehearse(folder);
    print(project + " on rows", result);
    assertThat(result.failure()).isEmpty();
    assertThat(result.rows()).isPositive();
    assertThat(result.tried()).isPositive();
    assertThat(result.agreeing() * 100).isGreaterThanOrEqualTo(result.measured() * AGREEMENT);
  }

  /** Rows of the table in docs/quality.md by project, without those on rows. */
  private static final SortedMap<String, String> ROWS = new TreeMap<>();

  /** Only where all projects ran: -Dgolden=update writes what is measured, else it is compared. */
  @AfterAll
  static void theTableInTheDocumentationIsWhatWasMeasured() throws Exception {
    if (ROWS.size() < PROJECTS) {
      return;
    }
    List<String> lines = new ArrayList<>(Files.readAllLines(QUALITY));
    int first = lines.indexOf(TABLE_HEADER) + 2;
    int end = first;
    while (lines.get(end).startsWith("| ")) {
      end++;
    }
    if ("update".equals(System.getProperty("golden"))) {
      lines.subList(first, end).clear();
      lines.addAll(first, ROWS.values());
      Files.write(QUALITY, lines);
      return;
    }
    assertThat(lines.subList(first, end))
        .as("docs/quality.md; -Dgolden=update writes what is measured")
        .containsExactlyElementsOf(ROWS.values());
  }

  private static RehearsalResult rehearse(String project) throws Exception {
    assumeTrue(Files.exists(CORPUS), "../shared/corpus does not exist");
    MigrationFolder folder = CorpusProjects.folder(CORPUS.resolve(project), before(project));
    RehearsalResult result = new RehearsedProject(18).rehearse(folder);
    print(project, result);
    assertThat(result.failure()).isEmpty();
    assertThat(result.agreeing() * 100).isGreaterThanOrEqualTo(result.measured() * AGREEMENT);
    MeasuredFindings findings =
        new MeasuredFindings(CorpusProjects.analyseFromNothing(folder), result.analysis());
    findings.write(MEASURED.resolve(project + ".txt"));
    assertThat(findings.compared()).isPositive();
    assertThat(findings.untrue()).as("findings of what the server did not do").isEmpty();
    assertThat(findings.untold()).as("what the server did, and nobody said").isEmpty();
    return result;
  }

  /** What the project's own runner has made before its first migration. */
  private static List<SourceFile> before(String project) {
    String history =
        "CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL);";
    String name = "0000_history.up.sql";
    return project.equals("goharbor__harbor")
        ? List.of(new SourceFile(name, name, history.getBytes(StandardCharsets.UTF_8)))
        : List.of();
  }

  private static void print(String project, RehearsalResult result) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    String row = row(project, result);
    if (!project.contains(" ")) {
      ROWS.put(project.substring(project.indexOf("__") + 2), row);
    }
    out.println(row);
    result.differences().forEach(difference -> out.println("  " + difference.logLine()));
    result.notes().forEach(note -> out.println("  note: " + note));
    result.broken().forEach(finding -> out.println("  broken: " + finding.logLine()));
    result.failures().forEach(failure -> out.println(failure.lines().findFirst().orElseThrow()));
  }

  private static String row(String project, RehearsalResult result) {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %d | %.1f %% | %d | %d | %s |",
        project.substring(project.indexOf("__") + 2),
        result.measured(),
        result.agreeing(),
        100.0 * result.agreeing() / result.measured(),
        result.downs().restored().size(),
        result.downs().notRestored().size(),
        result
            .downs()
            .failure()
            .map(message -> "`" + message.replaceAll(":.*(?s:.*)", "") + "`")
            .orElse("-"));
  }
}
