package dev.safemigrate.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.Unparsed;
import dev.safemigrate.parser.ServerGrammar;
import dev.safemigrate.parser.SqlParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What 18 accepts, held against the grammar of older servers. */
class SyntaxVersionsIT {

  private static final Path STATEMENTS = Path.of("..", "shared", "parser", "statements.ndjson");
  private static final int SHOWN = Integer.getInteger("grammar.shown", 20);

  @ParameterizedTest
  @ValueSource(ints = {14, 15, 16, 17})
  @Tag("thorough")
  void newerSyntaxIsRefusedForOlderServers(int version) throws IOException, SQLException {
    assumeThat(STATEMENTS).as("statements that PostgreSQL 18 accepts").exists();
    List<String> wronglyRefused = new ArrayList<>();
    List<String> wronglyAccepted = new ArrayList<>();
    int refused = 0;
    ObjectMapper json = new ObjectMapper();
    try (ServerGrammar server = new ServerGrammar(version)) {
      for (String line : Files.readAllLines(STATEMENTS)) {
        String sql = json.readTree(line).get("sql").asText();
        Optional<ServerGrammar.Refusal> theirs = server.refusal(sql);
        Optional<String> ours = refusal(sql, new ServerVersion(version));
        if (theirs.isPresent()) {
          refused++;
        }
        if (theirs.isPresent() && ours.isEmpty()) {
          wronglyAccepted.add("ACCEPTED " + theirs.orElseThrow() + "\n    " + sql);
        }
        // 14 reads 0x1F as 0 with the label x1f: what is meant is refused all the same.
        boolean number = version == 14 && ours.orElse("").contains("notation of a number");
        if (theirs.isEmpty() && ours.isPresent() && !number) {
          wronglyRefused.add("REFUSED " + ours.orElseThrow() + "\n    " + sql);
        }
      }
    }
    System.out.printf(
        "%d: refused by the server %d, wrongly refused %d, wrongly accepted %d%n",
        version, refused, wronglyRefused.size(), wronglyAccepted.size());
    wronglyRefused.stream().limit(SHOWN).forEach(System.out::println);
    wronglyAccepted.stream().limit(SHOWN).forEach(System.out::println);
    assertThat(wronglyRefused).as("refused wrongly").isEmpty();
    assertThat(wronglyAccepted).as("accepted wrongly").isEmpty();
  }

  private static Optional<String> refusal(String sql, ServerVersion version) {
    SyntaxVersions versions = new SyntaxVersions(version);
    for (Statement statement : SqlParser.parse(sql, version).statements()) {
      if (statement instanceof Unparsed unparsed) {
        return Optional.of(unparsed.problem().toString());
      }
      Optional<Failure> failure = versions.check(statement);
      // Names of options and privileges are read when the statement runs, not by the grammar.
      String reason = failure.map(Failure::reason).orElse("the option");
      if (!reason.startsWith("the option") && !reason.startsWith("the privilege")) {
        return failure.map(Failure::reason);
      }
    }
    return Optional.empty();
  }
}
