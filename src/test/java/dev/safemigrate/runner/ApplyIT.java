package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safemigrate.analysis.FailOn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** What apply does with files, step by step, on a real server. */
class ApplyIT {

  private final TestRun run = new TestRun(TestDatabase.create(18));

  @Test
  void appliesInOrderAndThenHasNothingToDo() throws Exception {
    run.file("V2__note.sql", "ALTER TABLE t ADD COLUMN note text;")
        .file("V1__t.sql", "CREATE TABLE t (id int);")
        .file("V10__more.sql", "ALTER TABLE t ADD COLUMN more text;");
    assertThat(run.apply().applied()).containsExactly("V1__t.sql", "V2__note.sql", "V10__more.sql");
    assertThat(run.apply()).isEqualTo(new Apply.Result(java.util.List.of(), 3));
    assertThat(run.status()).containsExactly("1 applied", "2 applied", "10 applied");
  }

  @Test
  void failingMigrationLeavesNothingAndTellsPlaceAndWhatStands() throws Exception {
    run.file("V1__t.sql", "CREATE TABLE t (id int);")
        .file("V2__bad.sql", "CREATE TABLE u (id int);\nINSERT INTO t\n  VALUES ('x');\n")
        .file("V3__late.sql", "CREATE TABLE v (id int);");
    assertThatThrownBy(run::apply)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("db/V2__bad.sql:3:11: invalid input syntax for type integer")
        .hasMessageContaining("V2__bad.sql was rolled back as a whole")
        .hasMessageContaining("Applied before it in this run, and recorded: V1__t.sql")
        .hasMessageContaining("1 more were not begun");
    assertThat(exists("u")).isFalse();
    assertThat(run.status()).containsExactly("1 applied", "2 pending", "3 pending");
    run.file("V2__bad.sql", "CREATE TABLE u (id int);");
    assertThat(run.apply().applied()).containsExactly("V2__bad.sql", "V3__late.sql");
  }

  @Test
  void concurrentIndexAmongOtherStatementsRunsByItself() throws Exception {
    run.file(
        "V1__t.sql",
        """
        CREATE TABLE t (id int);
        CREATE INDEX CONCURRENTLY t_id_idx ON t (id);
        ALTER TABLE t ADD COLUMN note text;
        """);
    run.apply();
    assertThat(indexIsValid("t_id_idx")).isTrue();
    assertThat(run.history().get(0).journal().total()).isEqualTo(3);
  }

  @Test
  void failureBehindAConcurrentIndexGoesOnWhereItStopped() throws Exception {
    run.file(
        "V1__t.sql",
        "CREATE TABLE t (id int);\nCREATE INDEX CONCURRENTLY t_id_idx ON t (id);\nSELECT 1/0;\n");
    assertThatThrownBy(run::apply)
        .hasMessageContaining("division by zero")
        .hasMessageContaining("2 of 3 parts of V1__t.sql stand and are recorded");
    assertThat(run.status()).containsExactly("1 unfinished");
    run.file(
        "V1__t.sql",
        "CREATE TABLE t (id int);\nCREATE INDEX CONCURRENTLY t_id_idx ON t (id);\nSELECT 1;\n");
    run.apply();
    assertThat(run.status()).containsExactly("1 applied");
    assertThat(run.said()).contains("resume V1__t.sql 2/3");
  }

  @Test
  void whatHasRunMustStandInTheFileWhenItGoesOn() throws Exception {
    run.file("V1__t.sql", "CREATE TABLE t (id int);\nVACUUM t;\nSELECT 1/0;\n");
    assertThatThrownBy(run::apply).hasMessageContaining("division by zero");
    run.file("V1__t.sql", "CREATE TABLE other (id int);\nVACUUM t;\nSELECT 1;\n");
    assertThatThrownBy(run::apply)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("was changed after a run had applied its first 2 of 3 parts");
  }

  @Test
  void invalidIndexIsBuiltAnewThoughTheFileSaysIfNotExists() throws Exception {
    run.file("V1__t.sql", "CREATE TABLE t (id int); INSERT INTO t VALUES (1), (1);")
        .file("V2__i.sql", "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS t_id_key ON t (id);");
    assertThatThrownBy(run::apply).hasMessageContaining("could not create unique index");
    assertThat(indexIsValid("t_id_key")).isFalse();
    execute("DELETE FROM t");
    run.apply();
    assertThat(indexIsValid("t_id_key")).isTrue();
  }

  @Test
  void transactionOfTheFileIsReplacedByTheRunners() throws Exception {
    run.file(
        "V1__t.sql",
        "BEGIN;\nLOCK TABLE pg_class IN ACCESS SHARE MODE;\n"
            + "CREATE TABLE t (id int);\nCOMMIT;\n");
    run.apply();
    assertThat(run.history().get(0).journal().total()).isZero();
    assertThat(exists("t")).isTrue();
  }

  @Test
  void emptyFileIsApplied() throws Exception {
    run.file("V1__nothing.sql", "-- nothing yet\n");
    assertThat(run.apply().applied()).containsExactly("V1__nothing.sql");
  }

  @Test
  void nothingOfASessionLeaksIntoTheNextMigration() throws Exception {
    run.file(
            "V1__leaky.sql",
            """
            CREATE ROLE leaky_%s; CREATE TABLE t (id int);
            GRANT ALL ON SCHEMA public TO leaky_%s;
            SET search_path = ''; SET statement_timeout = '7s'; SET ROLE leaky_%s;
            CREATE TEMP TABLE remains (id int);
            """
                .replace("%s", run.database().name()))
        .file(
            "V2__look.sql",
            """
            CREATE TABLE seen AS SELECT current_user::text AS who,
              current_setting('search_path') AS path,
              current_setting('statement_timeout') AS timeout,
              to_regclass('remains') IS NULL AS clean;
            """);
    run.apply();
    assertThat(text("SELECT path FROM seen")).isEqualTo("\"$user\", public");
    assertThat(text("SELECT timeout FROM seen")).isEqualTo("0");
    assertThat(text("SELECT clean FROM seen")).isEqualTo("t");
    assertThat(text("SELECT who = current_user FROM seen")).isEqualTo("t");
    execute("REVOKE ALL ON SCHEMA public FROM leaky_" + run.database().name());
    execute("DROP OWNED BY leaky_" + run.database().name());
    execute("DROP ROLE leaky_" + run.database().name());
  }

  @Test
  void copyBlocksQuestionMarksAndEscapesGoThroughAsTheyAre() throws Exception {
    run.file(
        "V1__data.sql",
        """
        CREATE TABLE t (id int, j jsonb, s text);
        COPY t (id, s) FROM stdin;
        1\tone; two
        2\t\\N
        \\.
        INSERT INTO t VALUES (3, '{"a": 1}', '{fn now()}');
        CREATE TABLE has AS SELECT j ? 'a' AS a FROM t WHERE id = 3;
        CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END;
        """);
    run.apply();
    assertThat(text("SELECT s FROM t WHERE id = 1")).isEqualTo("one; two");
    assertThat(text("SELECT s FROM t WHERE id = 3")).isEqualTo("{fn now()}");
    assertThat(text("SELECT a FROM has")).isEqualTo("t");
    assertThat(text("SELECT f()")).isEqualTo("2");
  }

  @Test
  void changedFileIsRefused() throws Exception {
    run.file("V1__t.sql", "CREATE TABLE t (id int);");
    run.apply();
    run.file("V1__t.sql", "CREATE TABLE t (id bigint);").file("V2__u.sql", "SELECT 1;");
    assertThatThrownBy(run::apply)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("changed since: V1__t.sql");
    assertThat(run.status()).containsExactly("1 changed", "2 pending");
    run.file("V1__t.sql", "CREATE TABLE t (id int);\r\n".strip());
    assertThat(run.apply().applied()).containsExactly("V2__u.sql");
  }

  @Test
  void repairTakesOverAChangedFile() throws Exception {
    run.file("V1__t.sql", "CREATE TABLE t (id int);");
    run.apply();
    run.file("V1__t.sql", "-- the first table\nCREATE TABLE t (id int);");
    assertThat(run.repair(true)).containsExactly("V1__t.sql");
    assertThat(run.status()).containsExactly("1 changed");
    assertThat(run.repair(false)).containsExactly("V1__t.sql");
    assertThat(run.status()).containsExactly("1 applied");
    assertThat(run.repair(false)).isEmpty();
  }

  @Test
  void migrationBehindOneThatIsAppliedNeedsAWord() throws Exception {
    run.file("V2__t.sql", "CREATE TABLE t (id int);");
    run.apply();
    run.file("V1__late.sql", "CREATE TABLE late (id int);");
    assertThatThrownBy(run::apply).hasMessageContaining("migrate.outOfOrder");
    assertThat(run.outOfOrder().apply().applied()).containsExactly("V1__late.sql");
  }

  @Test
  void repeatableRunsAgainWhenItChanged() throws Exception {
    run.file("R__v.sql", "CREATE OR REPLACE VIEW v AS SELECT 1 AS a;");
    assertThat(run.apply().applied()).containsExactly("R__v.sql");
    assertThat(run.apply().applied()).isEmpty();
    run.file("R__v.sql", "CREATE OR REPLACE VIEW v AS SELECT 2 AS a;");
    assertThat(run.status()).containsExactly("v outdated");
    assertThat(run.apply().applied()).containsExactly("R__v.sql");
    assertThat(run.status()).containsExactly("v applied");
  }

  @Test
  void targetAndBaselineLimitWhatRuns() throws Exception {
    run.file("V1__a.sql", "CREATE TABLE a (id int);")
        .file("V2__b.sql", "CREATE TABLE b (id int);")
        .file("V3__c.sql", "CREATE TABLE c (id int);");
    run.baseline("1");
    assertThat(run.target("2").apply().applied()).containsExactly("V2__b.sql");
    assertThat(exists("a")).isFalse();
    assertThat(run.status()).containsExactly("1 below baseline", "2 applied", "3 pending");
  }

  @Test
  void findingsRefuseTheRunBeforeAnythingHappens() throws Exception {
    run.file("V1__t.sql", "CREATE TABLE t (id int);");
    run.apply();
    run.file("V2__i.sql", "CREATE INDEX t_id_idx ON t (id);");
    assertThatThrownBy(() -> run.failOn(FailOn.RISKY).apply())
        .isInstanceOf(RunException.class)
        .hasMessageContaining("[blocking-index-build]")
        .hasMessageContaining("Nothing was changed");
    assertThat(exists("t_id_idx")).isFalse();
  }

  @Test
  void rollsBackAndForwardAgain() throws Exception {
    run.file("V1__a.sql", "CREATE TABLE a (id int);")
        .file("U1__a.sql", "DROP TABLE a;")
        .file("V2__i.sql", "CREATE INDEX CONCURRENTLY a_id_idx ON a (id);")
        .file("U2__i.sql", "DROP INDEX CONCURRENTLY a_id_idx;");
    run.apply();
    assertThat(run.rollBack(1)).containsExactly("U2__i.sql");
    assertThat(exists("a_id_idx")).isFalse();
    assertThat(run.status()).containsExactly("1 applied", "2 pending");
    assertThat(run.apply().applied()).containsExactly("V2__i.sql");
    assertThat(run.rollBackTo("0")).containsExactly("U2__i.sql", "U1__a.sql");
    assertThat(exists("a")).isFalse();
  }

  @Test
  void missingDownScriptStopsTheRollbackBeforeItBegins() throws Exception {
    run.file("V1__a.sql", "CREATE TABLE a (id int);")
        .file("V2__b.sql", "CREATE TABLE b (id int);")
        .file("U2__b.sql", "DROP TABLE b;");
    run.apply();
    assertThatThrownBy(() -> run.rollBack(2))
        .hasMessageContaining("no down script for V1__a.sql")
        .hasMessageContaining("Nothing was changed");
    assertThat(exists("b")).isTrue();
  }

  private boolean exists(String relation) throws Exception {
    return text("SELECT to_regclass('" + relation + "') IS NOT NULL").equals("t");
  }

  private boolean indexIsValid(String index) throws Exception {
    return text("SELECT indisvalid FROM pg_index WHERE indexrelid = '" + index + "'::regclass")
        .equals("t");
  }

  private void execute(String sql) throws Exception {
    try (Connection connection = run.database().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String text(String sql) throws Exception {
    try (Connection connection = run.database().connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
