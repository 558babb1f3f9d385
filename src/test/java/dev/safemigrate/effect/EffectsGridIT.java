package dev.safemigrate.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.parser.JSqlParserQueryReader;
import dev.safemigrate.parser.SqlParser;
import dev.safemigrate.schema.SchemaFold;
import dev.safemigrate.schema.SchemaState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every statement of {@code grid-statements.sql} on every relation of {@code grid-shapes.sql}: what
 * is predicted against what a server does.
 */
class EffectsGridIT {

  private static final String SHAPE = System.getProperty("grid.shape", "");
  private static final String STATEMENT = System.getProperty("grid.statement", "");
  private static final int VERSION = Integer.getInteger("grid.version", 0);
  private static final int SAMPLE = Integer.getInteger("grid.every", 0);

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void sampleAgreesWithTheServer(int version) throws IOException, SQLException {
    compare(version, SAMPLE > 0 ? SAMPLE : 199);
  }

  @Tag("thorough")
  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void gridAgreesWithTheServer(int version) throws IOException, SQLException {
    compare(version, SAMPLE > 0 ? SAMPLE : 3);
  }

  private static void compare(int version, int every) throws IOException, SQLException {
    assumeTrue(VERSION == 0 || VERSION == version, "another version is asked for");
    ConformanceScore score = new ConformanceScore();
    List<String> mismatches = new ArrayList<>();
    List<String> shapes = shapes();
    List<String> statements = statements();
    ServerVersion server = new ServerVersion(version);
    int number = 0;
    try (StatementProbe probe = new StatementProbe(version)) {
      for (String shape : shapes.subList(1, shapes.size())) {
        String name = shape.lines().findFirst().orElseThrow().strip();
        if (!name.contains(SHAPE)) {
          continue;
        }
        String setup = shapes.get(0) + shape.substring(name.length());
        Predictor predictor = new Predictor(server, setup);
        probe.prepare(setup);
        for (String statement : statements) {
          if (number++ % every != 0 || !statement.contains(STATEMENT)) {
            continue;
          }
          ObjectNode result = probe.run(statement);
          MeasuredCase.compare(predictor.predict(statement), result, score)
              .forEach(d -> mismatches.add(version + " | " + name + " | " + statement + " | " + d));
        }
      }
    }
    System.out.println(version + ": " + score);
    mismatches.forEach(System.out::println);
    assertThat(score.problems(0.90)).isEmpty();
  }

  /** Predicts statements over one schema. */
  private static final class Predictor {

    private final ServerVersion version;
    private final EffectModel model;
    private final SchemaState state;

    Predictor(ServerVersion version, String setup) {
      JSqlParserQueryReader reader = new JSqlParserQueryReader();
      this.version = version;
      this.model = new EffectModel(reader);
      this.state =
          new SchemaFold(version, reader)
              .applyAll(
                  SchemaState.empty(),
                  SqlParser.parse(MeasuredCase.SURROUNDINGS + setup, version).statements());
    }

    Effects predict(String sql) {
      List<Statement> statements = SqlParser.parse(sql, version).statements();
      return model.predict(statements.get(0), state, TransactionState.OPENED, version);
    }
  }

  private static List<String> shapes() throws IOException {
    List<String> shapes =
        new ArrayList<>(List.of(read("grid-shapes.sql").split("(?m)^-- shape: ")));
    shapes.set(0, shapes.get(0).substring(shapes.get(0).indexOf("CREATE")));
    return shapes;
  }

  private static List<String> statements() throws IOException {
    return read("grid-statements.sql")
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("--"))
        .toList();
  }

  private static String read(String name) throws IOException {
    try (InputStream in = EffectsGridIT.class.getResourceAsStream(name)) {
      return new String(
          Optional.ofNullable(in).orElseThrow().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
