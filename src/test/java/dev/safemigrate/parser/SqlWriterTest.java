package dev.safemigrate.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.safemigrate.ast.CreateFunction;
import dev.safemigrate.ast.DoBlock;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.SqlWriter;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.Unparsed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tree to text to tree is the identity, spans aside, for all that {@link SqlWriter} writes. */
class SqlWriterTest {

  private static final Pattern SPAN = Pattern.compile("Span\\[start=\\d+, end=\\d+]");
  private static final Pattern BODY = Pattern.compile(", (bodyStatements|statements)=\\[");
  private static final Path STATEMENTS = Path.of("..", "shared", "parser", "statements.ndjson");

  @Test
  void writesTheFixturesAsTheyWereRead() throws IOException {
    List<Statement> statements = parse(fixture());
    assertThat(statements).hasSizeGreaterThan(200).noneMatch(Unparsed.class::isInstance);
    assertThat(statements.stream().flatMap(s -> difference(s).stream())).isEmpty();
  }

  @Test
  void writesPostgresqlsOwnStatementsAsTheyWereRead() throws IOException {
    assumeThat(STATEMENTS).as("statements with PostgreSQL's own trees").exists();
    List<String> differences = new ArrayList<>();
    int written = 0;
    for (String line : Files.readAllLines(STATEMENTS, StandardCharsets.UTF_8)) {
      String sql = new ObjectMapper().readTree(line).get("sql").asText();
      for (Statement statement : parse(sql)) {
        written += SqlWriter.write(statement).isPresent() ? 1 : 0;
        difference(statement).ifPresent(differences::add);
      }
    }
    assertThat(differences).isEmpty();
    assertThat(written).isGreaterThan(20_000);
  }

  private static String fixture() throws IOException {
    try (InputStream in = SqlWriterTest.class.getResourceAsStream("/parser/definitions.sql")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<Statement> parse(String sql) {
    return SqlParser.parse(sql, ServerVersion.NEWEST_PROVEN).statements();
  }

  private static Optional<String> difference(Statement statement) {
    Optional<String> text = SqlWriter.write(statement);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    List<Statement> again = parse(text.get());
    boolean same = again.size() == 1 && shape(again.get(0)).equals(shape(statement));
    return same
        ? Optional.empty()
        : Optional.of("%s%n  read   %s%n  again  %s".formatted(text.get(), statement, again));
  }

  private static String shape(Statement statement) {
    String shape = SPAN.matcher(statement.toString()).replaceAll("");
    // The statements of a body are in the words of the file, with the quotes that it needed there.
    int body = BODY.matcher(shape).results().mapToInt(MatchResult::start).findFirst().orElse(-1);
    boolean hasBody = statement instanceof CreateFunction || statement instanceof DoBlock;
    return hasBody && body >= 0 ? shape.substring(0, body) : shape;
  }
}
