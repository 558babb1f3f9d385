package dev.safemigrate.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.finding.Classification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the SQL of every row of the page of hazards over the schema at its top. */
class HazardsPageTest {

  private static final Path PAGE = Path.of("docs/rules/hazards.md");

  private static final Pattern SCHEMA = Pattern.compile("(?ms)^```sql\n(.*?)^```$");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern RULE = Pattern.compile("\\[([a-z0-9-]+)]\\(([a-z0-9-]+)\\.md\\)");
  private static final Pattern COMPLAINT =
      Pattern.compile(
          "(squawk|strong-migrations|bytebase|posthog|pgroll|atlas|kilo|memex|flyway|weasel)-(action-)?[0-9]");
  private static final Pattern SETTING = Pattern.compile("\\b(target|runner) (\\w+):");

  /** One row: what happens, the files, the rules, the class. */
  record Row(String hazard, String example, String rules, String classification) {

    @Override
    public String toString() {
      return hazard;
    }

    Set<String> ids() {
      return RULE.matcher(rules)
          .results()
          .map(rule -> rule.group(1))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  static Stream<Row> rows() throws IOException {
    return Files.readAllLines(PAGE).stream()
        .filter(line -> line.startsWith("| ") && line.contains("`"))
        .map(line -> line.substring(2, line.length() - 2).split(" \\| ", -1))
        .filter(cells -> cells.length == 4)
        .map(cells -> new Row(cells[0], cells[1], cells[2], cells[3].strip()));
  }

  @Test
  void hasRows() throws IOException {
    assertThat(rows().count()).isGreaterThan(100);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void hasJustTheFindingsAndTheClassThatItNames(Row row) {
    AnalysisResult result = fixture(row).analyse();
    AnalysedMigration last = result.migrations().get(result.migrations().size() - 1);
    Set<String> found = new TreeSet<>();
    last.allFindings().forEach(finding -> found.add(finding.rule().id()));
    assertThat(found).isEqualTo(row.ids());
    assertThat(last.classification()).isEqualTo(classification(row));
  }

  @Test
  void namesFixturesThatExistAndAllThatAreNamedAfterComplaints() throws IOException {
    String page = Files.readString(PAGE);
    String complaints = page.substring(page.indexOf("## What users of other tools"));
    Set<String> named =
        CODE.matcher(complaints)
            .results()
            .map(code -> code.group(1))
            .filter(code -> COMPLAINT.matcher(code).lookingAt())
            .collect(Collectors.toCollection(TreeSet::new));
    try (Stream<Path> fixtures = Files.walk(RuleFixturesTest.FIXTURES)) {
      Set<String> there =
          fixtures
              .map(file -> file.getFileName().toString())
              .filter(name -> COMPLAINT.matcher(name).lookingAt())
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(named).allMatch(name -> there.stream().anyMatch(file -> file.startsWith(name)));
      assertThat(there).allMatch(file -> named.stream().anyMatch(file::startsWith));
    }
  }

  private static Classification classification(Row row) {
    return Stream.of(Classification.values())
        .filter(value -> value.toString().equals(row.classification()))
        .findFirst()
        .orElseThrow();
  }

  /** The schema, and one file for each piece of code; the findings are those of the last. */
  private static Fixture fixture(Row row) {
    StringBuilder text = new StringBuilder();
    SETTING
        .matcher(row.example())
        .results()
        .forEach(s -> text.append("-- %s: %s%n".formatted(s.group(1), s.group(2))));
    text.append("-- file: V1__schema.sql\n").append(schema());
    int version = 2;
    for (MatchResult code : CODE.matcher(row.example()).results().toList()) {
      text.append("-- file: V%d__change.sql\n%s\n".formatted(version++, code.group(1)));
    }
    return Fixture.parse(text.toString());
  }

  private static String schema() {
    try {
      return SCHEMA
          .matcher(Files.readString(PAGE))
          .results()
          .map(block -> block.group(1))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
