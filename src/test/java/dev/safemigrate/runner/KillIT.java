package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.catalog.CanonicalSchema;
import dev.safemigrate.catalog.CatalogOptions;
import dev.safemigrate.catalog.SchemaDiff;
import dev.safemigrate.catalog.SchemaReader;
import dev.safemigrate.embedded.PostgresServers;
import dev.safemigrate.history.HistoryEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The process is killed (kill -9) at random points; the next run finishes the work. */
class KillIT {

  private static final int STEPS = 7;
  private static final int LONGEST_DELAY_MILLIS = 120;

  /** 20 in thorough builds, otherwise a sample of them. */
  static IntStream seeds() {
    return IntStream.range(0, Boolean.getBoolean("thorough") ? 20 : 5);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void nextRunEndsInTheUndisturbedSchema(int seed) throws Exception {
    TestDatabase database = TestDatabase.create(18);
    Random random = new Random(1000L + seed);
    String killedAt =
        killed(database, 1 + random.nextInt(STEPS), random.nextInt(LONGEST_DELAY_MILLIS));

    TestRun run = KillProgram.migrations(database);
    run.apply();
    assertThat(SchemaDiff.between(Undisturbed.SCHEMA, schema(database)).lines())
        .as(killedAt)
        .isEmpty();
    assertThat(marks(database)).as(killedAt).containsExactly("1", "3a", "3b", "3c", "4", "6");
    assertThat(run.status()).as(killedAt).hasSize(STEPS).allMatch(line -> line.endsWith("applied"));
    assertThat(run.history())
        .as(killedAt)
        .hasSize(STEPS)
        .allMatch(HistoryEntry::applied)
        .allMatch(entry -> entry.journal().done().size() == entry.journal().total());
    assertThat(run.apply().applied()).isEmpty();
  }

  /** Kills a run some time after it has begun a migration; tells where it was. */
  private static String killed(TestDatabase database, int step, int delay) throws Exception {
    Process process = start(database);
    List<String> said = new ArrayList<>();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = output.readLine();
      while (line != null && !line.startsWith("apply " + step + "/")) {
        said.add(line);
        line = output.readLine();
      }
      assertThat(line).as("said: %s", said).isNotNull();
      Thread.sleep(delay);
    } finally {
      process.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
    }
    return "killed %d ms after step %d began".formatted(delay, step);
  }

  private static Process start(TestDatabase database) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath,
            KillProgram.class.getName(),
            database.settings().url(),
            database.settings().user().orElseThrow());
    builder.environment().put("PGPASSWORD", PostgresServers.get(18).server().password());
    return builder.redirectErrorStream(true).start();
  }

  private static List<String> marks(TestDatabase database) throws Exception {
    List<String> marks = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT name FROM marks ORDER BY name")) {
      while (row.next()) {
        marks.add(row.getString(1));
      }
    }
    return marks;
  }

  private static CanonicalSchema schema(TestDatabase database) throws Exception {
    try (Connection connection = database.connect()) {
      return SchemaReader.read(
          connection,
          CatalogOptions.everything().without(TestRun.TABLE.schema(), TestRun.TABLE.name()));
    }
  }

  /** The schema of a run that nobody has killed. */
  private static final class Undisturbed {

    static final CanonicalSchema SCHEMA = read();

    private static CanonicalSchema read() {
      try {
        TestDatabase database = TestDatabase.create(18);
        KillProgram.migrations(database).apply();
        return schema(database);
      } catch (Exception e) {
        throw new IllegalStateException("the undisturbed run failed", e);
      }
    }
  }
}
