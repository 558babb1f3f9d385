package dev.safemigrate.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.ast.Unparsed;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.parser.SqlParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every fixture of every rule. */
class RuleFixturesTest {

  static final Path FIXTURES = Path.of("src/test/resources/rule");

  static Stream<Arguments> fixtures() throws IOException {
    try (Stream<Path> files = Files.walk(FIXTURES)) {
      return files
          .filter(Files::isRegularFile)
          .sorted()
          .map(path -> Arguments.of(FIXTURES.relativize(path).toString(), path))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fixtures")
  void findsWhatTheFixtureExpectsAndNothingElse(String name, Path path) throws IOException {
    assertThat(Fixture.parse(Files.readString(path)).complaints()).as(name).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fixtures")
  void lineEndingsMakeNoDifference(String name, Path path) throws IOException {
    Fixture unix = Fixture.parse(Files.readString(path));
    List<Fixture.File> files =
        unix.files().stream()
            .map(
                file ->
                    new Fixture.File(
                        file.name(), file.text().replace("\n", "\r\n"), file.expectations()))
            .toList();
    Fixture windows =
        new Fixture(
            files,
            unix.version(),
            unix.runner(),
            unix.style(),
            unix.pendingKnown(),
            unix.applied());
    assertThat(places(windows)).as(name).isEqualTo(places(unix));
  }

  private static List<String> places(Fixture fixture) {
    return fixture.analyse().findings().map(f -> f.line() + " " + f.rule().id()).toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fixtures")
  void everyStatementThatIsNotSafeHasAFindingThatSaysWhy(String name, Path path)
      throws IOException {
    Fixture.parse(Files.readString(path)).analyse().migrations().stream()
        .flatMap(migration -> migration.statements().stream())
        .forEach(
            statement ->
                assertThat(
                        statement.findings().stream()
                            .map(ReportedFinding::classification)
                            .reduce(Classification.SAFE, Classification::worst))
                    .as(name + ": " + statement.sql())
                    .isEqualTo(statement.classification()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fixtures")
  void remediesCanBeRead(String name, Path path) throws IOException {
    Fixture fixture = Fixture.parse(Files.readString(path));
    fixture
        .analyse()
        .findings()
        .flatMap(finding -> finding.remedy().files().stream())
        .flatMap(file -> file.statements().stream())
        .filter(sql -> !sql.contains(":last") && !sql.contains(":value"))
        .forEach(
            sql ->
                assertThat(SqlParser.parse(sql, fixture.version()).statements())
                    .as(name + ": " + sql)
                    .hasSize(1)
                    .noneMatch(Unparsed.class::isInstance));
  }
}
