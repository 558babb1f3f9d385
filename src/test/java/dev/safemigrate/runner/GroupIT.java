package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safemigrate.analysis.FailOn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pending migrations in one transaction: all of them or none, each in a session of its own. */
class GroupIT {

  private final TestDatabase database = TestDatabase.create(18);
  private final TestRun run = new TestRun(database).group(true);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BeforeEach
  void tables() throws Exception {
    execute("CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY)");
    execute("CREATE TABLE log (id int GENERATED ALWAYS AS IDENTITY, what text, tx text)");
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private void three() {
    run.file("V1__one.sql", "CREATE TABLE one (id int);")
        .file("V2__two.sql", "ALTER TABLE one ADD COLUMN two int; ALTER TABLE a ADD COLUMN n int;")
        .file("R__three.sql", "CREATE VIEW three AS SELECT two FROM one;");
  }

  @Test
  void allAndTheirRowsAreOneTransaction() throws Exception {
    three();
    assertThat(run.apply().applied()).containsExactly("V1__one.sql", "V2__two.sql", "R__three.sql");
    assertThat(column("SELECT count(*), count(DISTINCT xmin::text) FROM migrate_history"))
        .containsExactly("3 1");
    assertThat(
            column(
                "SELECT count(DISTINCT h.xmin::text) FROM migrate_history h JOIN pg_class c"
                    + " ON c.xmin = h.xmin WHERE c.relname = 'three'"))
        .containsExactly("1");
    assertThat(run.status()).containsExactly("1 applied", "2 applied", "three applied");
    assertThat(run.said())
        .containsSubsequence("apply 3/3 R__three.sql", "done V1__one.sql", "done R__three.sql");
    assertThat(run.apply().applied()).isEmpty();
  }

  @Test
  void failureOfTheThirdLeavesNothing() throws Exception {
    three();
    run.file("R__three.sql", "CREATE VIEW three AS\nSELECT nothing FROM one;");
    assertThatThrownBy(run::apply)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("db/R__three.sql:2:8")
        .hasMessageContaining("Nothing of the 3 migrations of the group was applied")
        .hasMessageContaining("The schema is as it was before this run");
    assertThat(run.status()).containsExactly("1 pending", "2 pending", "three pending");
    assertThat(column("SELECT to_regclass('one')")).containsExactly("null");
    assertThat(run.said()).noneMatch(word -> word.startsWith("done"));
  }

  /** What only the end of the transaction finds out belongs to no single file. */
  @Test
  void failureAtTheEndLeavesNothing() throws Exception {
    run.file(
            "V1__key.sql",
            "CREATE TABLE c (id int REFERENCES a DEFERRABLE INITIALLY DEFERRED);"
                + " INSERT INTO c VALUES (1);")
        .file("V2__two.sql", "CREATE TABLE two (id int);");
    assertThatThrownBy(run::apply)
        .hasMessageContaining("At the end of the group")
        .hasMessageContaining("c_id_fkey");
    assertThat(run.history()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE INDEX CONCURRENTLY i ON a (id)|it does not run in a transaction",
        "CALL p()|it may commit inside",
        "DO $$ BEGIN COMMIT; END $$|it may commit inside",
        "BEGIN; SELECT 1; COMMIT; SELECT 2|the file has ended its transaction before this",
        "BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT 1; COMMIT|says of which kind it is",
        "SET TRANSACTION READ ONLY|holds until the end of the transaction",
        "SET CONSTRAINTS ALL DEFERRED|holds until the end of the transaction",
        "-- migrate:backfill\\nUPDATE a SET id = id|a backfill commits after each batch",
        "-- migrate:phase contract\\nDROP TABLE b|a contract runs when what prepares it",
      })
  void whatCannotBePartOfItIsRefused(String sql, String why) throws Exception {
    run.file("V1__one.sql", "CREATE TABLE one (id int);")
        .file("V2__no.sql", sql.replace("\\n", "\n") + ";")
        .file("V3__three.sql", "CREATE TABLE three (id int);");
    assertThatThrownBy(run::apply)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("db/V2__no.sql")
        .hasMessageContaining(why)
        .hasMessageContaining("Nothing was changed")
        .hasMessageNotContaining("V1__one.sql");
    assertThatThrownBy(run::preview).hasMessageContaining(why);
    assertThat(run.history()).isEmpty();
    run.group(false).target("1").apply();
    run.group(true);
    assertThat(run.apply().applied()).isEmpty();
  }

  @Test
  void whatIsHalfAppliedIsRefused() throws Exception {
    run.group(false).file("V1__parts.sql", "CREATE TABLE one (id int); VACUUM one; SELECT 1/0;");
    assertThatThrownBy(run::apply).hasMessageContaining("division by zero");
    run.group(true).file("V1__parts.sql", "CREATE TABLE one (id int);");
    assertThatThrownBy(run::apply).hasMessageContaining("a run without migrate.group has begun it");
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void eachFileFindsAFreshSession(int major) throws Exception {
    TestDatabase own = TestDatabase.create(major);
    execute(own, "CREATE TABLE log (id int GENERATED ALWAYS AS IDENTITY, what text)");
    String other = "app_" + System.nanoTime();
    execute(
        own, "CREATE ROLE " + other + "; CREATE SCHEMA far; GRANT ALL ON SCHEMA far TO " + other);
    String seen =
        "INSERT INTO log (what) SELECT concat_ws(' ', current_user, session_user,"
            + " current_setting('search_path'), current_setting('work_mem'),"
            + " current_setting('lock_timeout'), nullif(current_setting('my.own', true), ''),"
            + " to_regclass('kept'), (SELECT count(*) FROM pg_prepared_statements),"
            + " (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
            + " AND pid = pg_backend_pid()));";
    new TestRun(own)
        .group(true)
        .file("V1__first.sql", seen)
        .file(
            "V2__sets.sql",
            "SET work_mem = '5MB'; SET LOCAL lock_timeout = '7s'; SET my.own = 'x';"
                + " CREATE TEMPORARY TABLE kept (id int); PREPARE p AS SELECT 1;"
                + " SELECT pg_advisory_lock(77); SET LOCAL search_path = far; SET ROLE "
                + other
                + "; CREATE TABLE t (id int);")
        .file("V3__after.sql", seen)
        .file("V4__authorization.sql", "SET SESSION AUTHORIZATION " + other + ";")
        .file("V5__after.sql", seen)
        .file("V6__local.sql", "SET LOCAL ROLE " + other + "; SET search_path = far;")
        .file("V7__after.sql", seen)
        .file("afterMigrate.sql", seen)
        .apply();
    List<String> all = column(own, "SELECT what FROM log ORDER BY id");
    assertThat(all).hasSize(5);
    assertThat(all.get(0)).endsWith(" \"$user\", public 4MB 1200ms 0 0");
    assertThat(all).allMatch(all.get(0)::equals);
    assertThat(column(own, "SELECT to_regclass('far.t')")).containsExactly("far.t");
  }

  @Test
  void callbacksOfEachRunAroundEachInTheTransaction() throws Exception {
    String note = "INSERT INTO log (what, tx) VALUES ('%s', pg_current_xact_id()::text);";
    for (String name :
        List.of("beforeEachMigrate", "afterEachMigrate", "beforeMigrate", "afterMigrate")) {
      run.file(name + ".sql", note.formatted(name));
    }
    run.file("V1__one.sql", note.formatted("one")).file("V2__two.sql", note.formatted("two"));
    run.apply();
    assertThat(column("SELECT what FROM log ORDER BY id"))
        .containsExactly(
            "beforeMigrate",
            "beforeEachMigrate",
            "one",
            "afterEachMigrate",
            "beforeEachMigrate",
            "two",
            "afterEachMigrate",
            "afterMigrate");
    assertThat(column("SELECT count(DISTINCT tx) FROM log")).containsExactly("3");
    execute("TRUNCATE log");
    run.file("V3__three.sql", note.formatted("three"))
        .file("afterEachMigrate.sql", note.formatted("after") + " SELECT 1/0;");
    assertThatThrownBy(run::apply).hasMessageContaining("db/afterEachMigrate.sql:1:");
    assertThat(column("SELECT what FROM log")).containsExactly("beforeMigrate");
  }

  /** The lock of the last file is asked for first, so nothing is held while it is waited for. */
  @Test
  void allAreTriedAgainWhenALockIsNotToBeHad() throws Exception {
    run.file("V1__a.sql", "INSERT INTO log (what) VALUES ('once'); ALTER TABLE a ADD COLUMN n int;")
        .file("V2__b.sql", "ALTER TABLE b ADD COLUMN n int;");
    try (Connection reader = database.connect();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("SELECT FROM b");
      Future<Apply.Result> applied = threads.submit(run::apply);
      awaitRetry();
      reader.rollback();
      assertThat(applied.get().applied()).hasSize(2);
    }
    assertThat(column("SELECT what FROM log")).containsExactly("once");
    assertThat(run.history()).allMatch(entry -> entry.lockWaits().retries() > 0);
    assertThat(run.said())
        .anyMatch(word -> word.startsWith("retry V1__a.sql to V2__b.sql db/V1__a.sql: ACCESS"));
  }

  @Test
  void lockThatIsNeverToBeHadIsNamedAndNothingStands() throws Exception {
    run.file("V1__one.sql", "CREATE TABLE one (id int);")
        .file("V2__b.sql", "ALTER TABLE b ADD COLUMN n int;")
        .retryDeadline(Duration.ZERO);
    try (Connection reader = database.connect();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("SELECT FROM b");
      assertThatThrownBy(run::apply)
          .hasMessageContaining("db/V2__b.sql:1:1")
          .hasMessageContaining("blocked by: pid ")
          .hasMessageContaining("Nothing of the 2 migrations of the group was applied");
    }
    assertThat(run.history()).isEmpty();
  }

  @Test
  void previewShowsOneTransactionAndItsPlanIsAnother() throws Exception {
    run.file("V1__a.sql", "ALTER TABLE a ADD COLUMN n int;")
        .file("V2__b.sql", "SET work_mem = '5MB';\nALTER TABLE b ADD COLUMN n int;")
        .file("V3__own.sql", "SET lock_timeout = '7s';\nALTER TABLE a ADD COLUMN m int;");
    Preview grouped = run.preview();
    assertThat(grouped.sql())
        .startsWith("-- 3 migrations in one transaction\n")
        .containsOnlyOnce("BEGIN;")
        .containsOnlyOnce("COMMIT;")
        .endsWith("-- history: row of the history\nCOMMIT;\n\n")
        .contains(
            """
            BEGIN;
            SET LOCAL lock_timeout = 1200;
            -- together within one lock_timeout; what the role may not lock is left out
            LOCK TABLE ONLY public.a IN ACCESS EXCLUSIVE MODE;
            LOCK TABLE ONLY public.b IN ACCESS EXCLUSIVE MODE;
            ALTER TABLE a ADD COLUMN n int;
            -- history: row of the history
            """)
        .contains(
            """
            -- lock_timeout: what is left of the time for the locks above
            SET work_mem = '5MB';
            ALTER TABLE b ADD COLUMN n int;
            """);
    assertThat(run.group(false).preview().hash()).isNotEqualTo(grouped.hash());
    run.plan(grouped.hash());
    assertThatThrownBy(run::apply).hasMessageContaining("not the one that was confirmed");
    assertThat(run.group(true).apply().applied()).hasSize(3);
  }

  @Test
  void lostRunnerLockStopsTheGroupAndNothingStands() throws Exception {
    run.file(
            "V1__one.sql",
            "CREATE TABLE one (id int); SELECT pg_terminate_backend(pid, 5000)"
                + " FROM pg_stat_activity WHERE application_name = 'migrate-maven-plugin lock'"
                + " AND datname = current_database();")
        .file("V2__two.sql", "CREATE TABLE two (id int);");
    assertThatThrownBy(run::apply)
        .hasMessageContaining("holds the runner lock was ended")
        .hasMessageContaining("Nothing of the group (migrate.group) was applied");
    assertThat(run.status()).containsExactly("1 pending", "2 pending");
  }

  /** Where nobody asks the rules, the server does; where they are asked, nothing is sent. */
  @Test
  void valueOfAnEnumThatIsUsedInALaterFileRollsAllBack() throws Exception {
    run.file("V0__mood.sql", "CREATE TYPE mood AS ENUM ('ok'); CREATE TABLE moods (m mood);")
        .apply();
    run.file("V1__value.sql", "ALTER TYPE mood ADD VALUE 'sad';")
        .file("V2__use.sql", "INSERT INTO moods (m) VALUES ('sad');");
    assertThatThrownBy(run.failOn(FailOn.RISKY)::apply)
        .hasMessageContaining("db/V2__use.sql:1")
        .hasMessageContaining("55P04")
        .hasMessageContaining("Nothing was changed. Write it as the findings say");
    assertThatThrownBy(run.failOn(FailOn.NEVER)::apply)
        .hasMessageContaining("db/V2__use.sql:1")
        .hasMessageContaining("55P04")
        .hasMessageContaining("Nothing of the 2 migrations of the group was applied");
    assertThat(run.history()).hasSize(1);
    assertThat(run.group(false).apply().applied()).hasSize(2);
  }

  private void awaitRetry() throws InterruptedException {
    for (int i = 0; i < 2000; i++) {
      if (run.said().stream().anyMatch(word -> word.startsWith("retry"))) {
        return;
      }
      Thread.sleep(5);
    }
    throw new AssertionError("nothing was tried again: " + run.said());
  }

  private void execute(String sql) throws SQLException {
    execute(database, sql);
  }

  private static void execute(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> column(String query) throws SQLException {
    return column(database, query);
  }

  /** The rows, with blanks between columns. */
  private static List<String> column(TestDatabase database, String query) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        StringBuilder line = new StringBuilder().append(row.getString(1));
        for (int i = 2; i <= row.getMetaData().getColumnCount(); i++) {
          line.append(' ').append(row.getString(i));
        }
        values.add(line.toString());
      }
    }
    return values;
  }
}
