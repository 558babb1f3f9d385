package dev.safemigrate.parser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.safemigrate.ast.CreateFunction;
import dev.safemigrate.ast.DoBlock;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.ast.Unparsed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The bodies of functions and DO blocks in real projects' migrations. */
class CorpusBodiesTest {

  private static final Path CORPUS = Path.of("../shared/corpus");

  @Test
  void everyStatementInABodyIsReadAndStandsInItsFile() throws IOException {
    assumeTrue(Files.exists(CORPUS), "../shared/corpus does not exist");
    int bodies = 0;
    List<String> refused = new ArrayList<>();
    for (Path file : files()) {
      String text = Files.readString(file, UTF_8);
      for (Statement statement : SqlParser.parse(text, ServerVersion.NEWEST_PROVEN).statements()) {
        List<Statement> nested = nested(statement);
        bodies += nested.isEmpty() ? 0 : 1;
        for (Statement inner : nested) {
          assertThat(inner.span().start()).isGreaterThanOrEqualTo(statement.span().start());
          assertThat(inner.span().end()).isLessThanOrEqualTo(statement.span().end());
          if (inner instanceof Unparsed unparsed) {
            refused.add(file + ": " + unparsed.problem().message() + ": " + inner.span().of(text));
          }
        }
      }
    }
    assertThat(refused).isEmpty();
    assertThat(bodies).isGreaterThan(100);
  }

  private static List<Statement> nested(Statement statement) {
    if (statement instanceof DoBlock block) {
      return block.statements();
    }
    return statement instanceof CreateFunction function ? function.bodyStatements() : List.of();
  }

  /** All but the project that is written for Oracle. */
  private static List<Path> files() throws IOException {
    try (Stream<Path> paths = Files.walk(CORPUS)) {
      return paths
          .filter(path -> path.toString().endsWith(".sql"))
          .filter(path -> !path.toString().contains("fp-sak"))
          .sorted()
          .toList();
    }
  }
}
