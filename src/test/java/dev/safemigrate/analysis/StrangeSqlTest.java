package dev.safemigrate.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.SourceFile;
import dev.safemigrate.source.SourceSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The statements of PostgreSQL's regression suite, each of its files as one migration: far stranger
 * than migrations are. Whatever is found in them, the analysis ends and leaves out nothing.
 */
@Tag("thorough")
class StrangeSqlTest {

  private static final Path STATEMENTS = Path.of("..", "shared", "parser", "statements.ndjson");

  private static final int PER_FILE = 50;

  @Test
  void everyStatementThatTheServerAcceptsIsAnalysedAndClassified() throws IOException {
    assumeThat(STATEMENTS).as("statements with PostgreSQL's own trees").exists();
    Map<String, List<String>> files = statementsByFile();

    AnalysisResult result =
        CorpusProjects.analyseFromNothing(
            MigrationFolder.read(migrations(files), SourceSettings.DEFAULT));

    int statements = files.values().stream().mapToInt(List::size).sum();
    assertThat(result.migrations()).hasSameSizeAs(files.keySet());
    assertThat(result.coverage().statements()).isEqualTo(statements);
    assertThat(result.summary().values().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(statements);
  }

  /** What they meet, they were not written for; the schema before is unknown, or empty. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void soIsEveryStatementInARandomOrder(int seed) throws IOException {
    assumeThat(STATEMENTS).as("statements with PostgreSQL's own trees").exists();
    List<String> shuffled = new ArrayList<>();
    statementsByFile().values().forEach(shuffled::addAll);
    Collections.shuffle(shuffled, new Random(seed));
    Map<String, List<String>> files = new LinkedHashMap<>();
    for (int start = 0; start < shuffled.size(); start += PER_FILE) {
      int end = Math.min(start + PER_FILE, shuffled.size());
      files.put(start + ".sql", shuffled.subList(start, end));
    }
    SchemaState before = seed % 2 == 0 ? SchemaState.unknown() : SchemaState.empty();

    AnalysisResult result =
        CorpusProjects.analyse(
            MigrationFolder.read(migrations(files), SourceSettings.DEFAULT), before);

    assertThat(result.coverage().statements()).isEqualTo(shuffled.size());
  }

  private static Map<String, List<String>> statementsByFile() throws IOException {
    ObjectMapper json = new ObjectMapper();
    Map<String, List<String>> files = new LinkedHashMap<>();
    for (String line : Files.readAllLines(STATEMENTS)) {
      JsonNode node = json.readTree(line);
      files
          .computeIfAbsent(node.get("file").asText(), name -> new ArrayList<>())
          .add(node.get("sql").asText());
    }
    return files;
  }

  private static List<SourceFile> migrations(Map<String, List<String>> files) {
    List<SourceFile> migrations = new ArrayList<>();
    files.forEach(
        (file, statements) -> {
          String name = "V%d__%s".formatted(migrations.size() + 1, file.replace('/', '_'));
          String text = String.join("\n;\n", statements) + "\n;\n";
          migrations.add(new SourceFile(name, name, text.getBytes(StandardCharsets.UTF_8)));
        });
    return migrations;
  }
}
