package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safemigrate.source.Directive.Phase;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Phases, contracts and windows, on a real server. */
class ReleaseRulesIT {

  static final ReleaseRules PRODUCTION =
      new ReleaseRules(
          Optional.empty(),
          false,
          Optional.empty(),
          Clock.systemUTC(),
          Optional.empty(),
          false,
          AfterApply.NOTHING);

  private final TestRun run = new TestRun(TestDatabase.create(18)).release(PRODUCTION);

  private void releaseOne() throws Exception {
    run.projectVersion("1.0.0").file("V1__t.sql", "CREATE TABLE t (id int, name text);").apply();
  }

  @Test
  void runOfAPhaseEndsBeforeTheFirstMigrationOfALaterOne() throws Exception {
    releaseOne();
    run.projectVersion("1.1.0")
        .file("V2__add.sql", "ALTER TABLE t ADD COLUMN title text;")
        .file("V3__fill.sql", "-- migrate:phase backfill\nUPDATE t SET title = name;")
        .file("V4__drop.sql", "ALTER TABLE t DROP COLUMN name;")
        .file("V5__more.sql", "ALTER TABLE t ADD COLUMN more text;");
    Apply.Result expand = run.release(limit(Phase.EXPAND)).apply();
    assertThat(expand.applied()).containsExactly("V2__add.sql");
    assertThat(expand.laterPhase()).containsExactly("V3__fill.sql", "V4__drop.sql", "V5__more.sql");
    assertThat(run.preview().migrations()).isZero();
    assertThat(run.release(limit(Phase.BACKFILL)).apply().applied())
        .containsExactly("V3__fill.sql");
    assertThat(run.release(limit(Phase.CONTRACT)).apply().applied())
        .containsExactly("V4__drop.sql", "V5__more.sql");
    assertThat(run.history())
        .extracting(entry -> entry.migration().phase().orElse(""))
        .containsExactly("expand", "expand", "backfill", "contract", "expand");
  }

  @Test
  void contractOfAnExpandInTheSameProjectVersionIsRefused() throws Exception {
    releaseOne();
    run.projectVersion("1.1.0-SNAPSHOT")
        .file("V2__add.sql", "ALTER TABLE t ADD COLUMN title text;")
        .file("V3__drop.sql", "-- migrate:contract-of 2\nALTER TABLE t DROP COLUMN name;");
    String refusal =
        "V3__drop.sql is the contract of V2__add.sql, which comes with the same project version"
            + " 1.1.0";
    assertThatThrownBy(run::apply)
        .isInstanceOf(RunException.class)
        .hasMessageContaining(refusal)
        .hasMessageContaining("-Dmigrate.phase=backfill");
    assertThat(run.status()).containsExactly("1 applied", "2 pending", "3 pending");
    run.release(limit(Phase.BACKFILL)).apply();
    assertThatThrownBy(() -> run.release(PRODUCTION).projectVersion("1.1.0").apply())
        .hasMessageContaining(refusal);
    assertThat(run.projectVersion("1.2.0").apply().applied()).containsExactly("V3__drop.sql");
  }

  @Test
  void unnamedExpandIsOneThatSaysSoAndWorksOnTheSameTable() throws Exception {
    releaseOne();
    run.projectVersion("1.1.0")
        .file("V2__other.sql", "-- migrate:phase expand\nCREATE TABLE other (id int);")
        .file("V3__drop.sql", "-- migrate:phase contract\nALTER TABLE t DROP COLUMN name;");
    assertThat(run.apply().applied()).hasSize(2);
    run.file("V4__add.sql", "-- migrate:phase expand\nALTER TABLE t ADD COLUMN title text;")
        .file("V5__drop.sql", "-- migrate:phase contract\nALTER TABLE t DROP COLUMN id;");
    assertThatThrownBy(run::apply)
        .hasMessageContaining("V5__drop.sql is the contract of V4__add.sql");
  }

  @Test
  void newDatabaseTakesContractsToo() throws Exception {
    run.file("V1__t.sql", "CREATE TABLE t (id int, name text);")
        .file("V2__add.sql", "ALTER TABLE t ADD COLUMN title text;")
        .file("V3__drop.sql", "-- migrate:contract-of 2\nALTER TABLE t DROP COLUMN name;");
    assertThat(run.apply().applied()).hasSize(3);
  }

  @Test
  void historyOfAVersionThatIsNeverRaisedTellsNoReleasesApart() throws Exception {
    run.projectVersion("1.0-SNAPSHOT")
        .file("V1__t.sql", "CREATE TABLE t (id int, name text);")
        .apply();
    run.file("V2__add.sql", "ALTER TABLE t ADD COLUMN title text;").apply();
    run.file("V3__drop.sql", "-- migrate:contract-of 2\nALTER TABLE t DROP COLUMN name;");
    assertThatThrownBy(run::apply)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("V3__drop.sql is the contract of V2__add.sql")
        .hasMessageContaining("The history knows only this version: raise it.")
        .hasMessageContaining("-Dmigrate.allowEarlyContract=true");
    assertThat(run.release(ReleaseRules.NONE).apply().applied()).containsExactly("V3__drop.sql");
  }

  @Test
  void contractOfAVersionThatIsNowhereIsRefused() throws Exception {
    releaseOne();
    run.projectVersion("1.1.0")
        .file("V3__drop.sql", "-- migrate:contract-of 2.5\nALTER TABLE t DROP COLUMN name;");
    assertThatThrownBy(run::apply)
        .hasMessageContaining("contract of version 2.5")
        .hasMessageContaining("neither in the history nor among the files");
  }

  @Test
  void outsideTheWindowOnlyWhatIsSafeIsApplied() throws Exception {
    releaseOne();
    ApplyWindow window = ApplyWindow.parse("Mon-Thu 01:00-05:00 Europe/Berlin");
    run.file("V2__add.sql", "ALTER TABLE t ADD COLUMN title text;");
    assertThat(run.release(at("2026-11-02T12:00:00Z", window)).apply().applied()).hasSize(1);
    run.file("V3__index.sql", "CREATE INDEX t_id_idx ON t (id);");
    assertThatThrownBy(run::apply)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("only within Mon,Tue,Wed,Thu 01:00-05:00 Europe/Berlin")
        .hasMessageContaining("opens next on Tue 2026-11-03 01:00 Europe/Berlin")
        .hasMessageContaining("db/V3__index.sql (risky)");
    assertThat(run.release(at("2026-11-03T01:00:00Z", window)).apply().applied())
        .isEqualTo(List.of("V3__index.sql"));
  }

  @Test
  void refusalOfALateMigrationNamesTheTablesThatBothWorkOn() throws Exception {
    releaseOne();
    run.file("V4__note.sql", "ALTER TABLE t ADD COLUMN note text;").apply();
    run.file("V2__late.sql", "ALTER TABLE t ADD COLUMN late text;")
        .file("V3__free.sql", "CREATE TABLE free (id int);");
    assertThatThrownBy(run::apply)
        .hasMessageContaining("V2__late.sql: the same tables as V4__note.sql (public.t)")
        .hasMessageContaining("V3__free.sql: no applied migration behind it");
  }

  @Test
  void downScriptThatDestroysDataNeedsAWord() throws Exception {
    releaseOne();
    run.file("V2__add.sql", "ALTER TABLE t ADD COLUMN title text;")
        .file("U2__add.sql", "ALTER TABLE t DROP COLUMN title;")
        .file("V3__index.sql", "CREATE INDEX CONCURRENTLY t_id_idx ON t (id);")
        .file("U3__index.sql", "DROP INDEX CONCURRENTLY t_id_idx;");
    run.apply();
    assertThatThrownBy(() -> run.rollBack(2))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("The down scripts destroy data:\n  db/U2__add.sql:1: public.t.title")
        .hasMessageContaining("Nothing was changed")
        .hasMessageContaining("-Dmigrate.allowDataLoss=true");
    assertThat(run.rollBack(1)).containsExactly("U3__index.sql");
    assertThat(run.release(ReleaseRules.NONE).rollBack(1)).containsExactly("U2__add.sql");
  }

  /** What a CASCADE takes along and what a column's type was, only the applied files tell. */
  @Test
  void downScriptIsHeldAgainstWhatIsApplied() throws Exception {
    releaseOne();
    run.file("V2__shop.sql", "CREATE SCHEMA shop; CREATE TABLE shop.item (id int);")
        .file("V3__state.sql", "CREATE TYPE state AS ENUM ('new'); ALTER TABLE t ADD s state;")
        .file("U3__state.sql", "DROP TYPE state CASCADE;")
        .file("V4__view.sql", "CREATE VIEW v AS SELECT id FROM t; CREATE TYPE unused AS (i int);")
        .file("U4__view.sql", "DROP VIEW v; DROP TYPE unused;")
        .file("V5__more.sql", "CREATE TABLE shop.more (id int);")
        .file("U5__more.sql", "DROP SCHEMA shop CASCADE;");
    run.apply();
    assertThatThrownBy(() -> run.rollBack(3))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("db/U5__more.sql:1: shop.item")
        .hasMessageContaining("db/U5__more.sql:1: shop.more")
        .hasMessageContaining("db/U3__state.sql:1: public.t.s")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("U4__view.sql"));
    assertThat(run.release(ReleaseRules.NONE).rollBack(3))
        .containsExactly("U5__more.sql", "U4__view.sql", "U3__state.sql");
  }

  private static ReleaseRules limit(Phase phase) {
    return new ReleaseRules(
        Optional.of(phase),
        false,
        Optional.empty(),
        Clock.systemUTC(),
        Optional.empty(),
        false,
        AfterApply.NOTHING);
  }

  private static ReleaseRules at(String instant, ApplyWindow window) {
    return new ReleaseRules(
        Optional.empty(),
        false,
        Optional.of(window),
        Clock.fixed(Instant.parse(instant), ZoneOffset.UTC),
        Optional.empty(),
        false,
        AfterApply.NOTHING);
  }
}
