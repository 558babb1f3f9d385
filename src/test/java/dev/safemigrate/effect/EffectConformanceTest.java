package dev.safemigrate.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.safemigrate.ast.ServerVersion;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Holds the predictions against what real servers did.
 *
 * <p>Compared is the strongest lock on each relation that existed before the statement: two modes
 * held at once by one session keep others out as the stronger one does. TOAST tables and their
 * indexes are left out: nobody waits for them who does not wait for their table. A scan that found
 * no row may be predicted or not. Of a case that was watched from outside, what was seen must be
 * predicted and more may be.
 *
 * <p>What remains, and why:
 *
 * <ul>
 *   <li>Refusals that hang on the values of rows (SQLSTATE class 23: duplicates, nulls, missing
 *       parents, violated CHECKs): the schema does not hold rows. They are predicted only where a
 *       statement decides by itself, as ADD COLUMN ... NOT NULL on a table with rows.
 *   <li>Refusals that hang on the server's build or roles: lz4, GRANT to a role that is not there.
 *   <li>Scans of the referenced table when a foreign key is validated: the planner reads it or
 *       looks up each key in its index (constraint of two columns, column of nulls only).
 *   <li>Functions that look into the catalog by an argument, as pg_get_viewdef(): a constant of
 *       type regclass locks what it names.
 * </ul>
 */
class EffectConformanceTest {

  private static final Path DEFAULT_CASES = Path.of("../shared/locks/cases.ndjson");

  @Test
  void predictionsAgreeWithMeasurements() throws IOException {
    Path file = Path.of(System.getProperty("locks.cases", DEFAULT_CASES.toString()));
    assumeTrue(Files.exists(file), () -> "no measured cases at " + file);
    ObjectMapper mapper = new ObjectMapper();
    Map<String, ConformanceScore> scores = new TreeMap<>();
    List<String> mismatches = new ArrayList<>();
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      if (line.isBlank()) {
        continue;
      }
      MeasuredCase measured = new MeasuredCase(mapper.readTree(line));
      for (Map.Entry<String, JsonNode> result : measured.results().entrySet()) {
        ConformanceScore score =
            scores.computeIfAbsent(result.getKey(), version -> new ConformanceScore());
        ServerVersion version = new ServerVersion(Integer.parseInt(result.getKey()));
        measured
            .compare(version, result.getValue(), score)
            .forEach(m -> mismatches.add(result.getKey() + " " + measured.id() + ": " + m));
      }
    }
    print(scores, mismatches);
    scores.forEach(
        (version, score) -> assertThat(score.problems()).as("version %s", version).isEmpty());
  }

  private static void print(Map<String, ConformanceScore> scores, List<String> mismatches) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    scores.forEach((version, score) -> out.println(version + ": " + score));
    mismatches.stream().sorted().forEach(out::println);
  }
}
