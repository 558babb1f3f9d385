package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a run makes sure of before it begins: files, schema, what it could not go on with. */
class PrecautionsIT {

  private final TestRun run = new TestRun(TestDatabase.create(18));

  @Test
  void fileThatIsGoneRefusesTheRun() throws Exception {
    run.file("V1__a.sql", "CREATE TABLE a (id int);").file("V2__b.sql", "CREATE TABLE b (id int);");
    run.apply();
    run.without("V1__a.sql").file("V3__c.sql", "CREATE TABLE c (id int);");
    assertThatThrownBy(run::apply)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("not among the files: V1__a.sql")
        .hasMessageContaining("migrate.ignoreMissing");
    run.precautions(new Precautions(true, Optional.empty(), Set.of()));
    assertThat(run.apply().applied()).containsExactly("V3__c.sql");
    assertThat(run.said()).anyMatch(word -> word.contains("not among the files: V1__a.sql"));
  }

  /** As after going back to an earlier version of the application. */
  @Test
  void laterMigrationsThanTheFilesKnowAreOnlyNamed() throws Exception {
    run.file("V1__a.sql", "CREATE TABLE a (id int);")
        .file("V2__b.sql", "CREATE TABLE b (id int);")
        .file("R__v.sql", "CREATE OR REPLACE VIEW v AS SELECT 1 AS one;");
    run.apply();
    run.without("V2__b.sql").without("R__v.sql");
    assertThat(run.apply().applied()).isEmpty();
    assertThat(run.said()).anyMatch(word -> word.contains("(a newer version of the project?): V2"));
  }

  @Test
  void schemaOfTheHistoryIsCreated() throws Exception {
    run.schema("billing").file("V1__a.sql", "CREATE TABLE a (id int);");
    run.apply();
    assertThat(run.status()).containsExactly("1 applied");
    execute("SELECT FROM billing.a, billing.migrate_history");
  }

  @Test
  void whatCommitsInsideIsRefusedUnlessItMayRunAgain() throws Exception {
    run.file("V1__t.sql", "CREATE TABLE t (id int);")
        .file(
            "V2__fill.sql",
            "-- migrate:transaction off\nDO $$ BEGIN INSERT INTO t VALUES (1); COMMIT; END $$;");
    assertThatThrownBy(run::apply)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("db/V2__fill.sql:2")
        .hasMessageContaining("migrate:idempotent");
    assertThat(run.status()).containsExactly("1 pending", "2 pending");
    run.file(
        "V2__fill.sql",
        """
        -- migrate:transaction off
        -- migrate:idempotent it looks first
        DO $$ BEGIN INSERT INTO t SELECT 1 WHERE NOT EXISTS (SELECT FROM t); COMMIT; END $$;
        """);
    run.apply();
    assertThat(run.status()).containsExactly("1 applied", "2 applied");
  }

  /** Without COMMIT inside it is one transaction anyway, and the journal fits into it. */
  @Test
  void blockThatCannotCommitRunsWithItsJournal() throws Exception {
    run.file("V1__t.sql", "CREATE TABLE t (id int);")
        .file(
            "V2__fill.sql",
            """
            -- migrate:transaction off
            DO $$ BEGIN INSERT INTO t VALUES (1); END $$;
            SELECT 1 / 0;
            """);
    assertThatThrownBy(run::apply).hasMessageContaining("division by zero");
    run.file(
        "V2__fill.sql",
        "-- migrate:transaction off\nDO $$ BEGIN INSERT INTO t VALUES (1); END $$;");
    run.apply();
    execute("SELECT 1 / (count(*) - 2) FROM t HAVING count(*) = 1");
    assertThat(run.status()).containsExactly("1 applied", "2 applied");
  }

  @Test
  void lockTimeoutMadeByAFunctionIsKept() throws Exception {
    run.file("V1__t.sql", "CREATE TABLE t (id int); CREATE TABLE seen (timeout text);")
        .file(
            "V2__set.sql",
            """
            SELECT set_config('lock_timeout', '77ms', false);
            CREATE INDEX CONCURRENTLY i ON t (id);
            INSERT INTO seen VALUES (current_setting('lock_timeout'));
            """)
        .file(
            "V3__local.sql",
            """
            SELECT set_config('lock_timeout', '78ms', true);
            INSERT INTO seen VALUES (current_setting('lock_timeout'));
            """);
    run.apply();
    execute("SELECT 1 / (count(*) - 1) FROM seen WHERE timeout IN ('77ms', '78ms')");
  }

  @Test
  void indexThatWasThereBeforeDoesNotCountAsBuilt() throws Exception {
    run.file("V1__t.sql", "CREATE TABLE t (id int); CREATE INDEX i ON t (id);")
        .file("V2__i.sql", "CREATE INDEX CONCURRENTLY i ON t ((id + 1));");
    assertThatThrownBy(run::apply).hasMessageContaining("already exists");
    assertThatThrownBy(run::apply).hasMessageContaining("already exists");
  }

  private void execute(String sql) throws Exception {
    try (Connection connection = run.database().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
