package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a migration makes of its session holds for all of its statements, and for no other's. */
class SessionIT {

  private final TestDatabase database = TestDatabase.create(18);
  private final TestRun run = new TestRun(database);
  private final String role = "owner_of_" + database.name();

  @BeforeEach
  void createRole() throws Exception {
    execute("CREATE ROLE %1$s; GRANT ALL ON SCHEMA public TO %1$s".formatted(role));
  }

  @AfterEach
  void dropRole() throws Exception {
    execute("DROP OWNED BY %1$s; DROP ROLE %1$s".formatted(role));
  }

  @Test
  void roleHoldsForAllPartsOfTheFileButTheHistoryIsOurs() throws Exception {
    run.file(
        "V1__t.sql",
        "SET ROLE %s; CREATE TABLE one (id int);".formatted(role)
            + " CREATE INDEX CONCURRENTLY one_idx ON one (id); CREATE TABLE two (id int);");
    run.apply();
    assertThat(text("SELECT tableowner FROM pg_tables WHERE tablename = 'two'")).isEqualTo(role);
    assertThat(run.history().get(0).appliedBy().user()).isNotEqualTo(role);
    run.file("V2__u.sql", "CREATE TABLE three (id int);");
    run.apply();
    assertThat(text("SELECT tableowner FROM pg_tables WHERE tablename = 'three'"))
        .isNotEqualTo(role);
  }

  @Test
  void settingsOfPartsThatStandAreMadeAnewWhenTheFileGoesOn() throws Exception {
    String start =
        "SET search_path TO aside; CREATE SCHEMA aside AUTHORIZATION %1$s; SET ROLE %1$s;"
                .formatted(role)
            + " CREATE TABLE few (id int); CREATE INDEX CONCURRENTLY few_idx ON few (id);";
    run.file("V1__t.sql", start + " SELECT 1/0;");
    assertThatThrownBy(run::apply).hasMessageContaining("division by zero");
    run.file("V1__t.sql", start + " CREATE TABLE more AS SELECT id FROM few;");
    run.apply();
    assertThat(text("SELECT tableowner FROM pg_tables WHERE schemaname || tablename = 'asidemore'"))
        .isEqualTo(role);
  }

  @Test
  void modesOfTheFilesOwnBeginHoldForTheRunnersTransaction() throws Exception {
    run.file("V1__t.sql", "CREATE TABLE t (id int);");
    run.file(
        "V2__u.sql",
        "BEGIN ISOLATION LEVEL REPEATABLE READ, READ WRITE; ALTER TABLE t ADD COLUMN n text;"
            + " INSERT INTO t (n) SELECT current_setting('transaction_isolation'); COMMIT;");
    run.apply();
    assertThat(text("SELECT n FROM t")).isEqualTo("repeatable read");
  }

  @Test
  void sessionIsNamedForWhoLooksAtTheServerAndForTheNextRun() throws Exception {
    run.file("V1__t.sql", "CREATE TABLE seen AS SELECT current_setting('application_name') AS n;");
    run.apply();
    assertThat(text("SELECT n FROM seen")).startsWith("migrate-maven-plugin apply ");
  }

  private void execute(String sql) throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String text(String sql) throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
