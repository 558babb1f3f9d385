package dev.safemigrate.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.Unparsed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Our parser held against what PostgreSQL's own says.
 *
 * <p>Reads {@code -Dparser.statements} and {@code -Dparser.rejects} (defaults: ../shared/parser)
 * and prints on standard output, one line each, how far both agree, then the first differences.
 */
class ParserConformanceTest {

  private static final Path DEFAULTS = Path.of("..", "shared", "parser");
  private static final int SHOWN = Integer.getInteger("parser.shown", 40);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<LinkedHashMap<String, Object>> OBJECT =
      new TypeReference<>() {};

  /** What a summary's line holds besides the tree. */
  private static final List<String> NOT_OF_THE_TREE = List.of("file", "sql");

  @Test
  void agreesWithPostgresqlOnWhatItAccepts() throws IOException {
    Path file = file("parser.statements", "statements.ndjson");
    assumeThat(file).as("statements with PostgreSQL's own trees").exists();
    Accepted accepted = new Accepted();
    for (Map<String, Object> line : read(file)) {
      accepted.compare(line);
    }
    System.out.printf(
        "accepted %d of %d, same kind %d of %d, same fields %d of %d%n",
        accepted.accepted,
        accepted.total,
        accepted.sameKind,
        accepted.total,
        accepted.sameFields,
        accepted.total);
    show(accepted.differences);
    assertThat(accepted.accepted).as("accepted").isEqualTo(accepted.total);
    assertThat(accepted.sameKind).as("same kind").isEqualTo(accepted.total);
    assertThat(accepted.sameFields)
        .as("same fields")
        .isGreaterThanOrEqualTo((int) Math.ceil(accepted.total * 0.995));
  }

  @Test
  void refusesWhatPostgresqlRefusesWhereItDoes() throws IOException {
    Path file = file("parser.rejects", "rejects.ndjson");
    assumeThat(file).as("statements that PostgreSQL refuses").exists();
    Refused refused = new Refused();
    for (Map<String, Object> line : read(file)) {
      refused.compare(line);
    }
    System.out.printf(
        "refused %d of %d, same position %d of %d%n",
        refused.refused, refused.total, refused.samePosition, refused.positioned);
    show(refused.differences);
    assertThat(refused.refused)
        .as("refused")
        .isGreaterThanOrEqualTo((int) Math.ceil(refused.total * 0.9));
    assertThat(refused.samePosition)
        .as("same position")
        .isGreaterThanOrEqualTo((int) Math.ceil(refused.positioned * 0.85));
  }

  private static Path file(String property, String name) {
    String given = System.getProperty(property);
    return given == null ? DEFAULTS.resolve(name) : Path.of(given);
  }

  private static List<Map<String, Object>> read(Path file) throws IOException {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      if (!line.isBlank()) {
        lines.add(JSON.readValue(line, OBJECT));
      }
    }
    return lines;
  }

  private static String text(Map<String, Object> line, String field) {
    return (String) Objects.requireNonNull(line.get(field), field);
  }

  private static void show(List<String> differences) {
    differences.stream().limit(SHOWN).forEach(System.out::println);
    if (differences.size() > SHOWN) {
      System.out.printf("... and %d more%n", differences.size() - SHOWN);
    }
  }

  /** The tail of a statement on one line: leading comments say little. */
  private static String shortened(String sql) {
    String line = sql.replaceAll("\\s+", " ");
    return line.length() <= 220 ? line : "..." + line.substring(line.length() - 217);
  }

  private static final class Accepted {
    private final List<String> differences = new ArrayList<>();
    private int total;
    private int accepted;
    private int sameKind;
    private int sameFields;

    void compare(Map<String, Object> line) {
      total++;
      String sql = text(line, "sql");
      List<Statement> statements = SqlParser.parse(sql, ServerVersion.NEWEST_PROVEN).statements();
      if (statements.size() != 1) {
        differences.add("split into %d: %s".formatted(statements.size(), shortened(sql)));
        return;
      }
      Statement statement = statements.get(0);
      if (statement instanceof Unparsed unparsed) {
        differences.add(
            "refused at %d, %s: %s"
                .formatted(
                    unparsed.problem().span().start(),
                    unparsed.problem().message(),
                    shortened(sql)));
        return;
      }
      accepted++;
      Map<String, Object> expected = new LinkedHashMap<>(line);
      NOT_OF_THE_TREE.forEach(expected::remove);
      Map<String, Object> actual = TreeSummary.of(statement);
      if (Objects.equals(actual.get("kind"), expected.get("kind"))) {
        sameKind++;
      }
      if (actual.equals(expected)) {
        sameFields++;
        return;
      }
      differences.add(
          "fields differ: %s%n  theirs %s%n  ours   %s"
              .formatted(shortened(sql), only(expected, actual), only(actual, expected)));
    }

    /** What {@code left} has and {@code right} has not. */
    private static Map<String, Object> only(Map<String, Object> left, Map<String, Object> right) {
      return left.entrySet().stream()
          .filter(entry -> !Objects.equals(entry.getValue(), right.get(entry.getKey())))
          .collect(
              Collectors.toMap(
                  Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
    }
  }

  private static final class Refused {
    private final List<String> differences = new ArrayList<>();
    private int total;
    private int refused;
    private int positioned;
    private int samePosition;

    void compare(Map<String, Object> line) {
      total++;
      String sql = text(line, "sql");
      Object cursor = line.get("cursor");
      positioned += cursor == null ? 0 : 1;
      Unparsed unparsed =
          SqlParser.parse(sql, ServerVersion.NEWEST_PROVEN).statements().stream()
              .filter(Unparsed.class::isInstance)
              .map(Unparsed.class::cast)
              .findFirst()
              .orElse(null);
      if (unparsed == null) {
        differences.add("not refused (%s): %s".formatted(line.get("message"), shortened(sql)));
        return;
      }
      refused++;
      if (cursor == null) {
        return;
      }
      // Theirs counts characters, ours UTF-16 units.
      int position = sql.codePointCount(0, unparsed.problem().span().start());
      if (position == (int) cursor) {
        samePosition++;
        return;
      }
      differences.add(
          "at %d, not %s (%s; ours: %s): %s"
              .formatted(
                  position,
                  cursor,
                  line.get("message"),
                  unparsed.problem().message(),
                  shortened(sql)));
    }
  }
}
