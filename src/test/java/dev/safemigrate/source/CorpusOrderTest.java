package dev.safemigrate.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The order of real projects' files, as their own tools apply them. */
@DisplayName("Migrations of real projects")
class CorpusOrderTest {

  private static final Path CORPUS = Path.of("../shared/corpus");

  private static final Map<String, NamingStyle> STYLES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("CDCgov__prime-reportstream", NamingStyle.FLYWAY),
              Map.entry("MarquezProject__marquez", NamingStyle.FLYWAY),
              Map.entry("Netflix__genie", NamingStyle.FLYWAY),
              Map.entry("atuinsh__atuin", NamingStyle.SQLX),
              Map.entry("bitmagnet-io__bitmagnet", NamingStyle.GOOSE),
              Map.entry("goharbor__harbor", NamingStyle.GOLANG_MIGRATE),
              Map.entry("heroiclabs__nakama", NamingStyle.SQL_MIGRATE),
              Map.entry("hmcts__pre-api", NamingStyle.FLYWAY),
              Map.entry("hoppscotch__hoppscotch", NamingStyle.PRISMA),
              Map.entry("hyperledger__firefly", NamingStyle.GOLANG_MIGRATE),
              Map.entry("kestra-io__kestra", NamingStyle.FLYWAY),
              Map.entry("navikt__fp-sak", NamingStyle.FLYWAY),
              Map.entry("navikt__helse-spesialist", NamingStyle.FLYWAY),
              Map.entry("openfga__openfga", NamingStyle.GOOSE),
              Map.entry("rust-lang__crates.io", NamingStyle.DIESEL),
              // Named as golang-migrate names them too; both order them alike.
              Map.entry("svix__svix-webhooks", NamingStyle.SQLX),
              Map.entry("target__goalert", NamingStyle.SQL_MIGRATE),
              Map.entry("umami-software__umami", NamingStyle.PRISMA)));

  static Stream<String> projects() {
    return STYLES.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("projects")
  void areFoundInTheOrderOfTheirTool(String project) throws IOException {
    MigrationFolder folder = read(project);

    assertThat(folder.style()).isEqualTo(STYLES.get(project));
    assertThat(folder.problems()).noneMatch(SourceProblem::fatal);
    assertThat(folder.migrations())
        .extracting(MigrationScript::path)
        .containsExactlyElementsOf(lines(project, "up"));
    // The down files are listed by name there, not in the order in which a tool runs them.
    if (Files.exists(order(project, "down"))) {
      assertThat(folder.migrations())
          .flatExtracting(script -> script.down().map(MigrationScript::path).stream().toList())
          .containsExactlyInAnyOrderElementsOf(lines(project, "down"));
    }
  }

  @Test
  void ofTheCorpusAreAllNamedHere() throws IOException {
    assumeTrue(Files.exists(CORPUS), "../shared/corpus does not exist");
    try (Stream<Path> projects = Files.list(CORPUS)) {
      assertThat(projects.filter(Files::isDirectory).map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(STYLES.keySet());
    }
  }

  @Test
  void haveTheTransactionSwitchesOfTheirTools() throws IOException {
    assertThat(withoutTransaction("target__goalert")).isEqualTo(40);
    assertThat(withoutTransaction("openfga__openfga")).isEqualTo(1);
    assertThat(withoutTransaction("hyperledger__firefly")).isZero();
  }

  @Test
  void stayWithinTheirHalfOfTheFile() throws IOException {
    for (MigrationScript script : read("target__goalert").migrations()) {
      MigrationScript down = script.down().orElseThrow();
      assertThat(script.sql().text()).doesNotContain("+migrate");
      assertThat(down.sql().text()).doesNotContain("+migrate");
      int first = down.sql().text().length() - down.sql().text().stripLeading().length();
      if (first < down.sql().text().length()) {
        int fileOffset = down.sql().fileOffset(first);
        assertThat(down.sql().fileText().substring(0, fileOffset)).contains("-- +migrate Down");
        assertThat(down.sql().fileText().charAt(fileOffset))
            .isEqualTo(down.sql().text().charAt(first));
      }
    }
  }

  private static long withoutTransaction(String project) throws IOException {
    return read(project).migrations().stream()
        .filter(script -> script.transaction() == TransactionSwitch.OFF)
        .count();
  }

  private static MigrationFolder read(String project) throws IOException {
    assumeTrue(Files.exists(CORPUS), "../shared/corpus does not exist");
    Path root = CORPUS.resolve(project);
    Optional<NamingStyle> style =
        project.startsWith("svix") ? Optional.of(NamingStyle.SQLX) : Optional.empty();
    SourceSettings settings =
        style.map(SourceSettings.DEFAULT::withStyle).orElse(SourceSettings.DEFAULT);
    MigrationFiles files =
        MigrationFiles.read(root, List.of(location(project)), settings.flywayNames());
    assertThat(files.problems()).isEmpty();
    return MigrationFolder.read(files.files(), settings);
  }

  /** The folder that holds all files of the order: the longest path common to them. */
  private static Path location(String project) throws IOException {
    List<String> files = lines(project, "up");
    String first = files.get(0);
    int common = first.lastIndexOf('/') + 1;
    for (String file : files) {
      while (!file.startsWith(first.substring(0, common))) {
        common = first.lastIndexOf('/', common - 2) + 1;
      }
    }
    return Path.of(first.substring(0, common));
  }

  private static List<String> lines(String project, String direction) throws IOException {
    return Files.readAllLines(order(project, direction), UTF_8);
  }

  private static Path order(String project, String direction) {
    return CORPUS.resolve(project).resolve(".order/main." + direction + ".txt");
  }
}
