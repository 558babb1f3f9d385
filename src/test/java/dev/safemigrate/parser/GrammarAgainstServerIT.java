package dev.safemigrate.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.safemigrate.ast.PsqlCommand;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.Unparsed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Statements that are slightly wrong: our grammar refuses what the server's does, at its place.
 *
 * <p>{@code -Dgrammar.mutants=N}, {@code -Dgrammar.seed=N} and {@code -Dgrammar.shown=N} choose how
 * many, which ones, and how many differences are printed.
 */
class GrammarAgainstServerIT {

  private static final Path STATEMENTS = Path.of("..", "shared", "parser", "statements.ndjson");
  private static final int SHOWN = Integer.getInteger("grammar.shown", 20);
  private static final long SEED = Long.getLong("grammar.seed", 1);

  private final List<String> wrongRefusals = new ArrayList<>();
  private final List<String> wrongAcceptances = new ArrayList<>();
  private final List<String> otherPositions = new ArrayList<>();
  private int total;
  private int refused;

  @Test
  void refusesMutantsThatTheServerRefuses() throws IOException, SQLException {
    compare(Integer.getInteger("grammar.mutants", 2_000));
  }

  @Test
  @Tag("thorough")
  void refusesManyMutantsThatTheServerRefuses() throws IOException, SQLException {
    compare(Integer.getInteger("grammar.mutants", 60_000));
  }

  private void compare(int count) throws IOException, SQLException {
    assumeThat(STATEMENTS).as("statements that PostgreSQL accepts").exists();
    StatementMutations mutations = new StatementMutations(statements(), new SplittableRandom(SEED));
    try (ServerGrammar server = new ServerGrammar(18)) {
      for (int i = 0; i < count; i++) {
        compare(server, mutations.next());
      }
    }
    System.out.printf(
        "mutants %d, refused by the server %d, wrongly refused %d, wrongly accepted %d,"
            + " other position %d%n",
        total, refused, wrongRefusals.size(), wrongAcceptances.size(), otherPositions.size());
    show(wrongRefusals);
    show(wrongAcceptances);
    show(otherPositions);
    assertThat(wrongRefusals).as("refused wrongly").hasSizeLessThanOrEqualTo(total / 1000);
    assertThat(wrongAcceptances).as("accepted wrongly").hasSizeLessThanOrEqualTo(total / 200);
    assertThat(otherPositions).as("at another position").hasSizeLessThanOrEqualTo(total / 100);
  }

  private static void show(List<String> differences) {
    differences.stream().limit(SHOWN).forEach(System.out::println);
  }

  private void compare(ServerGrammar server, String sql) throws SQLException {
    ParsedScript script = SqlParser.parse(sql, new ServerVersion(18));
    if (script.statements().stream().anyMatch(PsqlCommand.class::isInstance)) {
      return;
    }
    total++;
    Optional<ServerGrammar.Refusal> theirs = server.refusal(sql);
    Optional<Unparsed> ours = refusal(script.statements());
    if (theirs.isPresent()) {
      refused++;
    }
    if (theirs.isEmpty()) {
      ours.ifPresent(problem -> wrongRefusals.add("REFUSED " + problem.problem() + "\n    " + sql));
      return;
    }
    ServerGrammar.Refusal refusal = theirs.orElseThrow();
    if (ours.isEmpty()) {
      wrongAcceptances.add("ACCEPTED " + refusal + "\n    " + sql);
      return;
    }
    int position = ours.orElseThrow().problem().span().start();
    if (refusal.position() >= 0 && position != refusal.position()) {
      otherPositions.add(
          "POSITION %d for %s (%s)%n    %s"
              .formatted(position, refusal, ours.orElseThrow().problem().message(), sql));
    }
  }

  private static Optional<Unparsed> refusal(List<Statement> statements) {
    return statements.stream()
        .filter(Unparsed.class::isInstance)
        .map(Unparsed.class::cast)
        .findFirst();
  }

  private static List<String> statements() throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<String> statements = new ArrayList<>();
    for (String line : Files.readAllLines(STATEMENTS)) {
      JsonNode node = json.readTree(line);
      statements.add(node.get("sql").asText());
    }
    return statements;
  }
}
