package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safemigrate.analysis.FailOn;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * All migrations of a project on an empty database, expand and contract of one release among them:
 * no older version of the application is there to be protected, also when the run was killed.
 */
class FirstInstallIT {

  private static final String DROP = "-- migrate:contract-of 2\nALTER TABLE t DROP COLUMN name;";

  static TestRun on(TestDatabase database) {
    return new TestRun(database)
        .release(ReleaseRulesIT.PRODUCTION)
        .failOn(FailOn.RISKY)
        .projectVersion("1.0.0")
        .file("V1__t.sql", "CREATE TABLE t (id int, name text);")
        .file(
            "V2__add.sql",
            """
            ALTER TABLE t ADD COLUMN title text;
            CREATE FUNCTION t_sync() RETURNS trigger LANGUAGE plpgsql AS
              $$ BEGIN NEW.title := NEW.name; RETURN NEW; END $$;
            CREATE TRIGGER t_sync BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION t_sync();
            """)
        .file("V3__slow.sql", "CREATE TABLE slow AS SELECT pg_sleep(1)::text;")
        .file(
            "V4__drop.sql",
            "-- migrate:contract-of 2\nDROP TRIGGER t_sync ON t;\nDROP FUNCTION t_sync();\n"
                + "ALTER TABLE t DROP COLUMN name;");
  }

  private final TestDatabase database = TestDatabase.create(18);

  @Test
  void undisturbedItIsApplied() throws Exception {
    assertThat(on(database).apply().applied()).hasSize(4);
    assertThat(marks()).isEmpty();
  }

  @Test
  void killedItGoesOnByItself() throws Exception {
    List<String> story = new ArrayList<>();
    try (KilledRuns runs = new KilledRuns(FaultProject.FIRST_INSTALL)) {
      assertThat(runs.killed(database, Optional.of("apply 3/4"), 200, story)).isTrue();
    }
    TestRun run = on(database);
    assertThat(run.status()).as(story.toString()).contains("2 applied", "4 pending");
    assertThat(marks()).hasSize(1);
    assertThat(firstInstall(run)).isTrue();
    assertThat(run.preview().migrations()).isBetween(1, 2);
    assertThat(run.apply().applied()).contains("V4__drop.sql");
    assertThat(marks()).isEmpty();
    assertThat(firstInstall(run)).isFalse();
  }

  /** Where a run has come to its end, an application may work since, whatever its version. */
  @Test
  void whatComesBehindACompleteRunIsNoFirstInstall() throws Exception {
    TestRun run = on(database).without("V4__drop.sql");
    run.apply();
    run.file("V4__drop.sql", DROP).failOn(FailOn.NEVER);
    assertThatThrownBy(run::apply).hasMessageContaining("V4__drop.sql is the contract of V2__add");
  }

  @Test
  void laterProjectVersionDoesNotGoOnWithIt() throws Exception {
    TestRun run = on(database).file("V3__slow.sql", "SELECT 1/0;");
    assertThatThrownBy(run::apply).hasMessageContaining("division by zero");
    assertThat(firstInstall(run)).isTrue();
    assertThat(firstInstall(run.projectVersion("1.1.0"))).isFalse();
  }

  private List<String> marks() throws Exception {
    return database.column(
        "SELECT project_version FROM migrate_history_release WHERE kind = 'install'");
  }

  private boolean firstInstall(TestRun run) throws Exception {
    try (Connection connection = database.connect()) {
      return FirstInstall.goesOn(
          connection, TestRun.TABLE, run.history(), run.settings().appliedBy().projectVersion());
    }
  }
}
