package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safemigrate.analysis.FailOn;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callbacks run at their moment, under the same lock policy, and are judged as migrations are. */
class CallbacksIT {

  private static final String NOTE =
      "INSERT INTO log (what, tx) VALUES ('%s', pg_current_xact_id()::text);";

  private final TestDatabase database = TestDatabase.create(18);
  private final TestRun run = new TestRun(database);

  @BeforeEach
  void log() throws Exception {
    database.execute("CREATE TABLE log (id int GENERATED ALWAYS AS IDENTITY, what text, tx text)");
  }

  private void callbacks() {
    for (String event :
        List.of(
            "beforeMigrate",
            "beforeEachMigrate",
            "afterEachMigrate",
            "afterMigrateApplied",
            "afterMigrate__b",
            "afterMigrate__a")) {
      run.file(event + ".sql", NOTE.formatted(event));
    }
  }

  @Test
  void eachRunsAtItsMoment() throws Exception {
    callbacks();
    run.file("V1__one.sql", NOTE.formatted("one")).file("R__view.sql", NOTE.formatted("view"));
    run.apply();
    assertThat(database.column("SELECT what FROM log ORDER BY id"))
        .containsExactly(
            "beforeMigrate",
            "beforeEachMigrate",
            "one",
            "afterEachMigrate",
            "beforeEachMigrate",
            "view",
            "afterEachMigrate",
            "afterMigrateApplied",
            "afterMigrate__a",
            "afterMigrate__b");
    assertThat(database.column("SELECT count(DISTINCT tx) FROM log")).containsExactly("6");
    database.execute("TRUNCATE log");
    run.apply();
    assertThat(database.column("SELECT what FROM log ORDER BY id"))
        .containsExactly("beforeMigrate", "afterMigrate__a", "afterMigrate__b");
    assertThat(run.status()).containsExactly("1 applied", "view applied");
  }

  /** Those of each migration stand or fall with it. */
  @Test
  void failureOfOneRollsItsMigrationBackAndIsNamed() throws Exception {
    run.file("V1__one.sql", "CREATE TABLE one (id int);")
        .file("afterEachMigrate.sql", NOTE.formatted("after") + "\nSELECT 1/0;");
    assertThatThrownBy(run::apply)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("db/afterEachMigrate.sql:2:1")
        .hasMessageContaining("V1__one.sql was rolled back as a whole");
    assertThat(run.status()).containsExactly("1 pending");
    assertThat(database.column("SELECT what FROM log")).isEmpty();
    run.without("afterEachMigrate.sql").file("afterMigrate.sql", "SELECT 1/0;");
    assertThatThrownBy(run::apply)
        .hasMessageContaining("db/afterMigrate.sql:1:1")
        .hasMessageContaining("All 1 migrations of this run are applied and recorded");
    assertThat(run.status()).containsExactly("1 applied");
  }

  /** Of a file in several parts, the first stands with its beginning, the last with its end. */
  @Test
  void journalledMigrationHasEachOnceThoughItWasInterrupted() throws Exception {
    callbacks();
    run.file(
        "V1__parts.sql",
        "CREATE TABLE t (id int); CREATE INDEX CONCURRENTLY i ON t (id); SELECT 1/0;");
    assertThatThrownBy(run::apply).hasMessageContaining("division by zero");
    assertThat(database.column("SELECT what FROM log ORDER BY id"))
        .containsExactly("beforeMigrate", "beforeEachMigrate");
    run.file("V1__parts.sql", "CREATE TABLE t (id int); CREATE INDEX CONCURRENTLY i ON t (id);");
    database.execute("TRUNCATE log");
    run.apply();
    assertThat(database.column("SELECT what FROM log ORDER BY id"))
        .containsExactly(
            "beforeMigrate",
            "afterEachMigrate",
            "afterMigrateApplied",
            "afterMigrate__a",
            "afterMigrate__b");
  }

  /** A file in several parts tells how much of it stands, whichever transaction fails. */
  @Test
  void failureAroundAJournalledMigrationTellsWhatStands() throws Exception {
    run.file("V1__parts.sql", "CREATE TABLE t (id int); CREATE INDEX CONCURRENTLY i ON t (id);")
        .file("beforeEachMigrate.sql", "SELECT 1/0;");
    assertThatThrownBy(run::apply)
        .hasMessageContaining("db/beforeEachMigrate.sql:1:1")
        .hasMessageContaining("Nothing of V1__parts.sql stands")
        .hasMessageContaining("The schema is as it was before this run");
    assertThat(run.history()).isEmpty();
    run.without("beforeEachMigrate.sql").file("afterEachMigrate.sql", "SELECT 1/0;");
    assertThatThrownBy(run::apply)
        .hasMessageContaining("db/afterEachMigrate.sql:1:1")
        .hasMessageContaining("All 2 parts of V1__parts.sql stand and are recorded")
        .hasMessageContaining("the next run does only that");
    run.without("afterEachMigrate.sql")
        .file("V2__index.sql", "CREATE UNIQUE INDEX CONCURRENTLY u ON log (tx);")
        .file("beforeMigrate.sql", "INSERT INTO log (what, tx) VALUES ('a', '1'), ('b', '1');");
    assertThatThrownBy(run::apply)
        .hasMessageContaining("0 of 1 parts of V2__index.sql stand and are recorded")
        .hasMessageContaining("the next one runs outside a transaction");
    assertThat(run.status()).containsExactly("1 applied", "2 unfinished");
  }

  @Test
  void settingOfOneHoldsForItsMigration() throws Exception {
    run.file("beforeEachMigrate.sql", "SET lock_timeout = '7s'; SET work_mem = '5MB';")
        .file(
            "V1__t.sql",
            "CREATE TABLE seen AS SELECT current_setting('lock_timeout') AS l,"
                + " current_setting('work_mem') AS w; CREATE INDEX CONCURRENTLY ON seen (l);"
                + " INSERT INTO seen VALUES (current_setting('lock_timeout'), '');");
    run.apply();
    assertThat(database.column("SELECT l || w FROM seen")).containsExactly("7s5MB", "7s");
  }

  @Test
  void vacuumMayStandBehindAllButNotBehindEach() throws Exception {
    run.file("V1__t.sql", "CREATE TABLE t (id int);").file("afterMigrate.sql", "VACUUM log;");
    run.apply();
    run.file("V2__u.sql", "CREATE TABLE u (id int);").file("afterEachMigrate.sql", "VACUUM log;");
    assertThatThrownBy(run::apply)
        .hasMessageContaining("db/afterEachMigrate.sql:1")
        .hasMessageContaining("Nothing was changed");
    assertThat(run.status()).containsExactly("1 applied", "2 pending");
  }

  @Test
  void theyAreJudgedAndArePartOfThePlan() throws Exception {
    run.file("V1__t.sql", "CREATE TABLE t (id int);");
    String without = run.preview().hash();
    run.file("beforeEachMigrate.sql", "DROP TABLE log;");
    assertThat(run.preview().hash()).isNotEqualTo(without);
    assertThat(run.preview().sql())
        .contains(
            "BEGIN;\n-- beforeEachMigrate.sql\nSET LOCAL lock_timeout = 1200;\nDROP TABLE log;");
    assertThatThrownBy(run.failOn(FailOn.RISKY)::apply).hasMessageContaining("[drop-table]");
    assertThat(database.column("SELECT count(*) FROM log")).containsExactly("0");
  }

  @Test
  void failureOfAMigrationRunsWhatIsForErrors() throws Exception {
    run.file("V1__one.sql", "SELECT 1/0;")
        .file("afterMigrate.sql", NOTE.formatted("never"))
        .file("afterMigrateError.sql", NOTE.formatted("error"));
    assertThat(run.preview().sql()).contains("-- only when a migration fails:\n");
    assertThatThrownBy(run::apply).hasMessageContaining("db/V1__one.sql:1:1");
    assertThat(database.column("SELECT what FROM log")).containsExactly("error");
    run.file("afterMigrateError.sql", "SELECT nothing;");
    assertThatThrownBy(run::apply).hasMessageContaining("db/V1__one.sql:1:1");
    assertThat(run.said()).anyMatch(word -> word.contains("failed too: db/afterMigrateError.sql"));
    assertThatThrownBy(run.group(true)::apply).hasMessageContaining("db/V1__one.sql:1:1");
  }

  @Test
  void rollbackRunsItsOwn() throws Exception {
    for (String event : List.of("beforeUndo", "afterUndo", "afterUndoError")) {
      run.file(event + ".sql", NOTE.formatted(event));
    }
    run.file("V1__one.sql", "CREATE TABLE one (id int);")
        .file("U1__one.sql", "DROP TABLE one; SELECT 1/0;")
        .apply();
    assertThat(database.column("SELECT what FROM log")).isEmpty();
    assertThatThrownBy(() -> run.rollBack(1)).hasMessageContaining("Version 1 stays applied");
    assertThat(database.column("SELECT what FROM log ORDER BY id"))
        .containsExactly("beforeUndo", "afterUndoError");
    database.execute("TRUNCATE log");
    run.file("U1__one.sql", "DROP TABLE one;").rollBack(1);
    assertThat(database.column("SELECT what FROM log ORDER BY id"))
        .containsExactly("beforeUndo", "afterUndo");
  }

  @Test
  void eventThatIsNotRunIsNamed() throws Exception {
    run.file("V1__t.sql", "CREATE TABLE t (id int);").file("afterEachUndo.sql", "SELECT 1/0;");
    run.apply();
    assertThat(run.said()).anyMatch(word -> word.contains("afterEachUndo.sql is a callback"));
  }
}
