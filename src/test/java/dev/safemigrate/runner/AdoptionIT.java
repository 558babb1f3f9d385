package dev.safemigrate.runner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safemigrate.source.Checksums;
import dev.safemigrate.source.NamingStyle;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Histories of other tools, and migrations done by hand, become ours. */
class AdoptionIT {

  private static final String ONE = "CREATE TABLE one (id int);";
  private static final String TWO = "CREATE TABLE two (id int);";

  private static final String FLYWAY =
      """
      CREATE TABLE flyway_schema_history (
        "installed_rank" int NOT NULL PRIMARY KEY, "version" varchar(50),
        "description" varchar(200) NOT NULL, "type" varchar(20) NOT NULL,
        "script" varchar(1000) NOT NULL, "checksum" integer, "installed_by" varchar(100) NOT NULL,
        "installed_on" timestamp NOT NULL DEFAULT now(), "execution_time" integer NOT NULL,
        "success" boolean NOT NULL);
      INSERT INTO flyway_schema_history VALUES
        (1, '1', 'one', 'SQL', 'V1__one.sql', %d, 'me', '2024-03-01 10:00:00', 5, true),
        (2, '2', 'two', 'SQL', 'V2__two.sql', %d, 'me', '2024-02-01 10:00:00', 5, true);
      """
          .formatted(Checksums.flyway(ONE), Checksums.flyway(TWO));

  private final TestDatabase database = TestDatabase.create(18);

  private TestRun project() {
    return new TestRun(database)
        .file("V1__one.sql", ONE)
        .file("V2__two.sql", TWO)
        .file("V3__three.sql", "CREATE TABLE three (id int);");
  }

  @Test
  void flywaysHistoryIsTakenOverOnceAndTheRestIsApplied() throws Exception {
    execute(ONE + TWO + FLYWAY);
    assertThat(project().adopt(NamingStyle.FLYWAY, true))
        .containsExactly("V2__two.sql", "V1__one.sql");
    assertThat(select("SELECT to_regclass('migrate_history')::text")).containsExactly("null");

    assertThat(project().adopt(NamingStyle.FLYWAY, false))
        .containsExactly("V2__two.sql", "V1__one.sql");
    assertThat(project().status()).containsExactly("1 applied", "2 applied", "3 pending");
    assertThat(
            select(
                "SELECT version || ' ' || finished_at::date || ' ' || note"
                    + " FROM migrate_history ORDER BY rank"))
        .containsExactly(
            "2 2024-02-01 taken over from public.flyway_schema_history",
            "1 2024-03-01 taken over from public.flyway_schema_history");

    assertThat(project().adopt(NamingStyle.FLYWAY, false)).isEmpty();
    project().apply();
    assertThat(project().status()).containsExactly("1 applied", "2 applied", "3 applied");
    assertThat(select("SELECT count(*)::text FROM flyway_schema_history")).containsExactly("2");
  }

  @Test
  void fileThatIsNotWhatWasAppliedIsRefused() throws Exception {
    execute(ONE + TWO + FLYWAY);
    assertThatThrownBy(
            () ->
                project()
                    .file("V1__one.sql", "CREATE TABLE other (id int);")
                    .adopt(NamingStyle.FLYWAY, false))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("V1__one.sql")
        .hasMessageContaining("Nothing was changed");
    assertThat(select("SELECT to_regclass('migrate_history')::text")).containsExactly("null");
  }

  @Test
  void databaseWithoutThatToolsHistoryIsRefusedAndSaysWhatItHas() throws Exception {
    execute(FLYWAY);
    assertThatThrownBy(() -> project().adopt(NamingStyle.LIQUIBASE, false))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("no history of liquibase")
        .hasMessageContaining("public.flyway_schema_history (flyway)");
  }

  @Test
  void golangMigratesVersionStandsForAllUpToIt() throws Exception {
    execute(
        ONE
            + TWO
            + "CREATE TABLE schema_migrations (version bigint NOT NULL PRIMARY KEY, dirty boolean"
            + " NOT NULL); INSERT INTO schema_migrations VALUES (2, false)");
    TestRun project =
        new TestRun(database)
            .file("000001_one.up.sql", ONE)
            .file("000002_two.up.sql", TWO)
            .file("000003_three.up.sql", "CREATE TABLE three (id int);");
    assertThat(project.adopt(NamingStyle.GOLANG_MIGRATE, false))
        .containsExactly("000001_one.up.sql", "000002_two.up.sql");
    project.apply();
    assertThat(project.status()).allMatch(line -> line.endsWith(" applied")).hasSize(3);
  }

  @Test
  void prismasChecksumIsThatOfTheFile() throws Exception {
    execute(
        ONE
            + "CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64)"
            + " NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL, logs text,"
            + " rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(),"
            + " applied_steps_count int NOT NULL DEFAULT 0);"
            + "INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name) VALUES"
            + " ('a', '"
            + Checksums.prisma(ONE.getBytes(UTF_8))
            + "', '2024-01-01 00:00Z', '20240101000000_one')");
    TestRun project = new TestRun(database).file("20240101000000_one/migration.sql", ONE);
    assertThat(project.adopt(NamingStyle.PRISMA, true)).hasSize(1);
    TestRun changed = new TestRun(database).file("20240101000000_one/migration.sql", TWO);
    assertThatThrownBy(() -> changed.adopt(NamingStyle.PRISMA, false))
        .hasMessageContaining("are not what public._prisma_migrations says");
  }

  @Test
  void stampedMigrationIsNotRunAndKeepsTheReason() throws Exception {
    assertThat(project().mark("2", "stamped: by hand", true)).containsExactly("V2__two.sql");
    assertThat(project().mark("2", "stamped: by hand", false)).containsExactly("V2__two.sql");
    assertThat(project().mark("2", "stamped: again", false)).isEmpty();
    assertThat(select("SELECT note FROM migrate_history")).containsExactly("stamped: by hand");
    assertThat(select("SELECT to_regclass('two')::text")).containsExactly("null");
    assertThat(project().status()).containsExactly("1 out of order", "2 applied", "3 pending");
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> select(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(String.valueOf(rows.getString(1)));
      }
    }
    return values;
  }
}
