package dev.safemigrate.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.parser.JSqlParserQueryReader;
import dev.safemigrate.parser.SqlParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What holds of a schema whatever statements made it: those of PostgreSQL's regression suite in a
 * random order, in which most of them meet objects that they were not written for.
 */
@Tag("thorough")
class FoldInvariantsTest {

  private static final Path STATEMENTS = Path.of("..", "shared", "parser", "statements.ndjson");

  /** Looking behind every statement takes minutes. */
  private static final int STEP = 100;

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void noObjectNamesOneThatIsGone(int seed) throws IOException {
    assumeThat(STATEMENTS).as("statements with PostgreSQL's own trees").exists();
    List<String> statements = new ArrayList<>();
    ObjectMapper json = new ObjectMapper();
    for (String line : Files.readAllLines(STATEMENTS)) {
      statements.add(json.readTree(line).get("sql").asText());
    }
    Collections.shuffle(statements, new Random(seed));
    ServerVersion version = ServerVersion.NEWEST_PROVEN;
    SchemaFold fold = new SchemaFold(version, new JSqlParserQueryReader());
    SchemaState state = seed % 2 == 0 ? SchemaState.unknown() : SchemaState.empty();
    int count = 0;
    for (String text : statements) {
      for (Statement statement : SqlParser.parse(text, version).statements()) {
        state = fold.apply(state, statement).state();
      }
      if (++count % STEP == 0) {
        assertThat(dangling(state)).as("the %d statements up to %s", STEP, text).isEmpty();
      }
    }
    assertThat(state.relations()).hasSizeGreaterThan(100);
  }

  private static List<String> dangling(SchemaState state) {
    return state
        .all(SchemaObject.class)
        .flatMap(
            object ->
                object.references().stream()
                    .filter(reference -> !state.exists(reference))
                    .map(reference -> object + " names " + reference))
        .toList();
  }
}
