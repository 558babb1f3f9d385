package dev.safemigrate.effect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.parser.JSqlParserQueryReader;
import dev.safemigrate.parser.SqlParser;
import dev.safemigrate.schema.SchemaState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class TransactionNeedTest {

  private final EffectModel model = new EffectModel(new JSqlParserQueryReader());

  @Test
  void isWhatThePredictionSaysForAllStatementsOfTheFixtures() throws IOException {
    Map<TransactionNeed, Integer> seen = new EnumMap<>(TransactionNeed.class);
    for (Path file : fixtures()) {
      String text = Files.readString(file);
      for (Statement statement : SqlParser.parse(text, ServerVersion.NEWEST_PROVEN).statements()) {
        TransactionNeed need =
            model.transactionNeed(statement, SchemaState.unknown(), ServerVersion.NEWEST_PROVEN);
        seen.merge(need, 1, Integer::sum);
        assertThat(need)
            .as(statement.span().of(text))
            .isEqualTo(
                model
                    .predict(
                        statement,
                        SchemaState.unknown(),
                        TransactionState.NONE,
                        ServerVersion.NEWEST_PROVEN)
                    .transaction());
      }
    }
    assertThat(seen).containsOnlyKeys(TransactionNeed.values());
  }

  private static List<Path> fixtures() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "test", "resources"))) {
      return files.filter(file -> file.toString().endsWith(".sql")).sorted().toList();
    }
  }
}
