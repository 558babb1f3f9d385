package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.safemigrate.history.ReleaseRecords;
import dev.safemigrate.runner.TestedDowns.Outcome;
import dev.safemigrate.source.MigrationScript;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What apply looks at behind the migrations, on a real server. */
class VerificationIT {

  private final TestRun run =
      new TestRun(TestDatabase.create(18)).release(rules(Optional.empty(), Duration.ZERO));

  @Test
  void whatIsToBeTrueIsAskedUntilItIs() throws Exception {
    run.file("V1__t.sql", "CREATE TABLE t (id int, name text);")
        .file(
            "V2__fill.sql",
            """
            INSERT INTO t VALUES (1, NULL);
            -- migrate:verify SELECT count(*) = 1 FROM t
            /* migrate:verify SELECT count(*) = 0
               FROM t WHERE name IS NULL */
            """);
    String failure = "db/V2__fill.sql:3: is false: SELECT count(*) = 0 FROM t WHERE name IS NULL";
    assertThatThrownBy(run::apply)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("All 2 migrations of this run are applied and recorded")
        .hasMessageContaining(failure)
        .hasMessageContaining("works on this schema: nothing that it needs was taken away")
        .hasMessageContaining("no down script for V1__t.sql, V2__fill.sql");
    assertThat(run.status()).containsExactly("1 applied", "2 applied");
    assertThatThrownBy(run::apply).hasMessageContaining(failure);
    execute("UPDATE t SET name = 'one'");
    assertThat(run.apply().applied()).isEmpty();
    assertThat(run.said()).contains("notice V2__fill.sql verified");
    execute("UPDATE t SET name = NULL");
    assertThat(run.apply().applied()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT 1|is of type int4, not boolean",
        "SELECT true, true|has 2 columns, not one",
        "SELECT true WHERE false|has no row",
        "VALUES (true), (true)|has more than one row",
        "SELECT NULL::boolean|is null",
        "SELECT FROM nowhere|fails (relation \"nowhere\" does not exist)",
        "DROP TABLE t|fails (cannot execute DROP TABLE in a read-only transaction)",
        "SELECT id = 1 FROM t FOR UPDATE|read-only transaction",
      })
  void onlyASingleTrueIsTrue(String query, String failure) {
    run.file("V1__t.sql", "-- migrate:verify " + query + "\nCREATE TABLE t (id int);");
    assertThatThrownBy(run::apply).hasMessageContaining(failure);
  }

  @Test
  void contractAsksAgainWhatItsStepsSayMustBeTrue() throws Exception {
    run.file("V1__t.sql", "CREATE TABLE t (id int, name text); INSERT INTO t VALUES (1, 'a');")
        .file("V2__add.sql", "-- migrate:phase expand\nALTER TABLE t ADD COLUMN title text;")
        .file(
            "V3__fill.sql",
            """
            -- migrate:phase backfill
            -- migrate:verify SELECT count(*) = 0 FROM t WHERE title IS DISTINCT FROM name
            UPDATE t SET title = name;
            """)
        .apply();
    execute("INSERT INTO t VALUES (2, 'late')");
    run.file("V4__other.sql", "CREATE TABLE other (id int);")
        .file("V5__drop.sql", "-- migrate:contract-of 2\nALTER TABLE t DROP COLUMN name;");
    String query =
        "db/V3__fill.sql:2: is false: SELECT count(*) = 0 FROM t WHERE title IS DISTINCT";
    assertThatThrownBy(run::apply)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("V5__drop.sql takes away")
        .hasMessageContaining(query)
        .hasMessageContaining("this run applied before it stands and is recorded: V4__other.sql.");
    assertThatThrownBy(run::apply).hasMessageContaining(query).hasMessageContaining("Nothing was");
    assertThat(run.status()).contains("4 applied", "5 pending");
    execute("UPDATE t SET title = name");
    assertThat(run.apply().applied()).containsExactly("V5__drop.sql");
    // What was true before that contract cannot be asked any more, and another one does not.
    run.file("V6__drop.sql", "-- migrate:phase contract\nALTER TABLE t DROP COLUMN title;");
    assertThat(run.apply().applied()).containsExactly("V6__drop.sql");
  }

  @Test
  void contractTellsWhatTheOldVersionMisses() throws Exception {
    run.file("V1__t.sql", "CREATE TABLE t (id int, name text);").apply();
    run.file("V2__drop.sql", "-- migrate:verify SELECT false\nALTER TABLE t DROP COLUMN name;")
        .file("U2__drop.sql", "ALTER TABLE t ADD COLUMN name text;");
    assertThatThrownBy(run::apply)
        .hasMessageContaining("may not work any more: public.t.name")
        .hasMessageContaining("migrate:rollback -Dmigrate.count=1 once migrate:rehearse has tested")
        .hasMessageContaining("for V2__drop.sql no rehearsal of the down script is known here")
        .hasMessageContaining("No script brings back what is gone");
  }

  @Test
  void failureTellsWhichDownScriptsWereTestedAsTheyAre() throws Exception {
    run.file("V1__t.sql", "CREATE TABLE t (id int);").apply();
    run.file("V2__add.sql", "ALTER TABLE t ADD COLUMN name text;")
        .file("U2__add.sql", "ALTER TABLE t DROP COLUMN name;")
        .file("V3__broken.sql", "SELECT 1 / 0;");
    String tested = "the rehearsal of 2026-11-01T10:00:00Z on PostgreSQL 17";
    knows(Outcome.RESTORED);
    assertThatThrownBy(run::apply)
        .hasMessageContaining("works on this schema")
        .hasMessageContaining("Way back: migrate:rollback -Dmigrate.count=1. " + tested)
        .hasMessageContaining("each restored the schema; this server is a PostgreSQL 18.")
        .hasMessageContaining(
            "The down scripts destroy public.t.name, with what was written there");
    run.rollBack(1);
    knows(Outcome.NOT_RESTORED);
    assertThatThrownBy(run::apply)
        .hasMessageContaining("Way back: forward, with a new migration. " + tested)
        .hasMessageContaining("do not restore the schema: V2__add.sql");
    run.rollBack(1);
    knows(Outcome.RESTORED);
    run.file("U2__add.sql", "ALTER TABLE t DROP COLUMN IF EXISTS name;");
    assertThatThrownBy(run::apply)
        .hasMessageContaining("for V2__add.sql the files were changed since " + tested);
    run.file("V3__parts.sql", "CREATE INDEX CONCURRENTLY i ON t (id); SELECT 1 / 0;")
        .file("U3__parts.sql", "DROP INDEX i;")
        .without("V3__broken.sql");
    assertThatThrownBy(run::apply)
        .hasMessageContaining("Way back: none before V3__parts.sql is mended and applied");
  }

  private void knows(Outcome outcome) {
    MigrationScript script = run.scripts().get(1);
    MigrationScript down = script.down().orElseThrow();
    TestedDowns tested =
        new TestedDowns(
            Instant.parse("2026-11-01T10:00:00Z"),
            17,
            List.of(
                new TestedDowns.Down(down.name(), script.checksum(), down.checksum(), outcome)));
    ReleaseRules rules = rules(Optional.empty(), Duration.ZERO);
    run.release(
        new ReleaseRules(
            rules.lastPhase(),
            rules.earlyContracts(),
            rules.window(),
            rules.clock(),
            rules.backupAge(),
            rules.dataLoss(),
            rules.after(),
            Optional.of(tested)));
  }

  @Test
  void changesWithoutAMigrationAreShown() throws Exception {
    run.file("V1__t.sql", "CREATE TABLE t (id int);").file("U1__t.sql", "DROP TABLE t;");
    assertThat(run.drift()).isEmpty();
    run.apply();
    assertThat(run.drift().orElseThrow().lines()).isEmpty();
    execute("ALTER TABLE t ADD COLUMN note text");
    execute("CREATE INDEX by_hand ON t (id)");
    assertThat(run.drift().orElseThrow().lines())
        .contains("+ CREATE INDEX by_hand ON public.t USING btree (id)")
        .anyMatch(line -> line.startsWith("+ ") && line.contains("note text"))
        .noneMatch(line -> line.startsWith("-"));
    run.rollBack(1);
    assertThat(run.drift().orElseThrow().lines()).isEmpty();
    run.release(ReleaseRules.NONE).apply();
    assertThat(run.drift()).isEmpty();
  }

  @Test
  void indexThatWasInvalidBeforeIsANote() throws Exception {
    run.file("V1__t.sql", "CREATE TABLE t (id int); INSERT INTO t VALUES (1), (1);").apply();
    assertThatThrownBy(() -> execute("CREATE UNIQUE INDEX CONCURRENTLY u ON t (id)"))
        .hasMessageContaining("could not create unique index");
    run.file("V2__c.sql", "ALTER TABLE t ADD CONSTRAINT positive CHECK (id > 0) NOT VALID;");
    assertThat(run.apply().notes())
        .containsExactly(
            "Index public.u was invalid before this run and is.",
            "Constraint positive on t is still NOT VALID.");
  }

  @Test
  void indexThatTheRunLeavesInvalidFailsIt() {
    run.file(
        "V1__t.sql",
        """
        CREATE TABLE p (id int) PARTITION BY RANGE (id);
        CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
        CREATE INDEX declared ON ONLY p (id);
        CREATE INDEX spoiled ON p1 (id);
        UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'spoiled'::regclass;
        """);
    assertThatThrownBy(run::apply)
        .hasMessageContaining("index public.spoiled is invalid: drop it and build it again")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("declared"));
  }

  @Test
  void healthIsAskedUntilTheAnswerIsWell() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/health",
        exchange -> {
          exchange.sendResponseHeaders(asked.incrementAndGet() < 3 ? 503 : 204, -1);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
      run.release(rules(Optional.of(url + "health"), Duration.ofSeconds(30))).apply();
      assertThat(asked).hasValue(3);
      run.release(rules(Optional.of(url + "nowhere"), Duration.ZERO));
      assertThatThrownBy(run::apply)
          .hasMessageContaining("health check: " + url + "nowhere answers with status 404");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void backupThatIsAskedForMustBeFresh() throws Exception {
    ReleaseRules fresh =
        new ReleaseRules(
            Optional.empty(),
            true,
            Optional.empty(),
            Clock.systemUTC(),
            Optional.of(Duration.ofHours(1)),
            true,
            AfterApply.NOTHING);
    run.file("V1__t.sql", "CREATE TABLE t (id int);").release(fresh);
    assertThatThrownBy(run::apply)
        .hasMessageContaining("not older than PT1H is asked for (requireBackup), none is recorded")
        .hasMessageContaining("Nothing was changed. Run migrate:backup first.");
    try (Connection connection = run.database().connect()) {
      new ReleaseRecords(TestRun.TABLE)
          .addBackup(connection, run.settings().appliedBy(), "/backups/one.dump", true);
    }
    execute("UPDATE migrate_history_release SET recorded_at = now() - interval '61 min'");
    assertThatThrownBy(run::apply).hasMessageContaining("the last one is of ");
    execute("UPDATE migrate_history_release SET recorded_at = now() - interval '59 min'");
    assertThat(run.apply().applied()).hasSize(1);
    run.file("V2__bad.sql", "CREATE TABLE u (id int);\nVACUUM t;\nSELECT 1/0;");
    assertThatThrownBy(run::apply)
        .hasMessageContaining("Last backup: /backups/one.dump of ")
        .hasMessageContaining("which was restored to see that it can be");
  }

  @Test
  void healthCommandMustEndWell() throws Exception {
    run.release(rules(Optional.of("exit 0"), Duration.ofSeconds(20))).apply();
    run.release(rules(Optional.of("echo down; exit 3"), Duration.ofSeconds(20)));
    assertThatThrownBy(run::apply).hasMessageContaining("' ended with 3:\n    down");
    run.release(rules(Optional.of("sleep 60"), Duration.ofMillis(300)));
    assertThatThrownBy(run::apply).hasMessageContaining("did not end in time");
  }

  private static ReleaseRules rules(Optional<String> healthCheck, Duration patience) {
    return new ReleaseRules(
        Optional.empty(),
        true,
        Optional.empty(),
        Clock.systemUTC(),
        Optional.empty(),
        true,
        new AfterApply(true, true, false, healthCheck, patience));
  }

  private void execute(String sql) throws Exception {
    try (Connection connection = run.database().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
