package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.embedded.PostgresServers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The process of a backfill is killed (kill -9) at random points; no row is missed or met twice.
 */
class BackfillKillIT {

  private static final int LONGEST_DELAY_MILLIS = 600;

  @Test
  void everyRowIsMetOnceHoweverOftenItIsKilled() throws Exception {
    killed(5, 20_000);
  }

  @Test
  @Tag("thorough")
  void fiftyKills() throws Exception {
    killed(50, 200_000);
  }

  private static void killed(int kills, int rows) throws Exception {
    TestDatabase database = TestDatabase.create(18);
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE t (a int, b text, n int NOT NULL DEFAULT 0, PRIMARY KEY (b, a));"
              + "INSERT INTO t SELECT g, md5(g::text) FROM generate_series(1, %d) g"
                  .formatted(rows));
    }
    Random random = new Random(2026);
    int within = 0;
    for (int i = 0; i < kills; i++) {
      kill(database, random.nextInt(LONGEST_DELAY_MILLIS));
      String visited =
          BackfillKeyIT.one(
              database, "SELECT coalesce(to_regclass('migrate_history_backfill')::text, 'none')");
      if (!visited.equals("none")
          && BackfillKeyIT.one(
                  database,
                  "SELECT count(*) > 0 FROM migrate_history_backfill WHERE walked_at IS NULL AND"
                      + " position IS NOT NULL")
              .equals("t")) {
        within++;
      }
      assertThat(
              BackfillKeyIT.one(database, "SELECT coalesce(min(n), 0) >= 0 AND max(n) <= 1 FROM t"))
          .as("after kill %d", i + 1)
          .isEqualTo("t");
    }
    assertThat(within).as("kills in the middle of the walk").isGreaterThan(kills / 2);
    TestRun run = BackfillKillProgram.run(database);
    run.backfill(BackfillSettings.STANDARD).apply();
    assertThat(BackfillKeyIT.one(database, "SELECT count(*) FROM t WHERE n = 1"))
        .isEqualTo(Integer.toString(rows));
    assertThat(
            BackfillKeyIT.one(
                database,
                "SELECT rows_visited || ' ' || rows_changed FROM migrate_history_backfill"))
        .isEqualTo(rows + " " + rows);
    assertThat(run.status()).containsExactly("1 applied");
  }

  /** Kills the process some time after it has begun the migration. */
  private static void kill(TestDatabase database, int delay) throws Exception {
    Process process = start(database);
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = output.readLine();
      while (line != null && !line.startsWith("apply ")) {
        line = output.readLine();
      }
      Thread.sleep(delay);
    } finally {
      process.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
    }
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
            BackfillKillProgram.class.getName(),
            database.settings().url(),
            database.settings().user().orElseThrow());
    builder.environment().put("PGPASSWORD", PostgresServers.get(18).server().password());
    return builder.redirectErrorStream(true).start();
  }
}
