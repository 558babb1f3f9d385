package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safemigrate.embedded.EmbeddedServer;
import dev.safemigrate.embedded.PostgresServers;
import dev.safemigrate.embedded.ServerBinaries;
import dev.safemigrate.embedded.ServerOptions;
import dev.safemigrate.embedded.WorkFolder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A migration meets autovacuum at work on its table, on a server that begins one every second. */
class AutovacuumIT {

  /** The lock timeout (deadlock_timeout as it comes and 200 ms), and the tolerance. */
  private static final long LONGEST_READ_MILLIS = 1200 + 100;

  /** So slow that it would take minutes. */
  private static final String SLOW_VACUUM =
      " SET (autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1,"
          + " autovacuum_vacuum_threshold = 50, autovacuum_vacuum_scale_factor = 0);";

  private static final String DIRTY_ROWS =
      "INSERT INTO %1$s SELECT generate_series(1, 100000); DELETE FROM %1$s WHERE id %% 2 = 0;";

  private static EmbeddedServer server;

  /** One for all tests: the launcher takes its time before it looks at a new one. */
  private static TestDatabase database;

  private static int schemas;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private TestRun run;

  @BeforeAll
  static void start() throws Exception {
    WorkFolder folder = WorkFolder.standard();
    server =
        EmbeddedServer.start(
            ServerBinaries.unpack(PostgresServers.archive(18), folder),
            folder,
            ServerOptions.defaults().withSettings(Map.of("autovacuum_naptime", "1s")));
    server.createDatabase("vacuum", "template0");
    database =
        new TestDatabase(
            18,
            "vacuum",
            TestDatabase.settings(server.url("vacuum"), server.user(), server.password()));
  }

  @AfterAll
  static void end() throws Exception {
    server.close();
  }

  @BeforeEach
  void createRun() {
    run = new TestRun(database).schema("s_" + ++schemas);
  }

  @AfterEach
  void stop() throws Exception {
    threads.shutdownNow();
    endVacuums();
    execute(
        "DROP SCHEMA s_" + schemas + " CASCADE",
        "ALTER SYSTEM RESET autovacuum",
        "SELECT pg_reload_conf()");
  }

  @Test
  void readersWaitAtMostTheLockTimeoutForOneStrongLock() throws Exception {
    prepare();
    run.file("V2__note.sql", "ALTER TABLE t ADD COLUMN note text;");
    requireShortWaits();
    assertThat(run.said())
        .anyMatch(
            word ->
                word.startsWith("blocked V2__note.sql by pid ")
                    && word.contains("an autovacuum, which yields after deadlock_timeout"));
  }

  @Test
  void readersWaitAtMostTheLockTimeoutForTwoStrongLocks() throws Exception {
    prepare();
    run.file(
        "V2__note.sql", "ALTER TABLE u ADD COLUMN note text; ALTER TABLE t ADD COLUMN note text;");
    requireShortWaits();
    assertThat(run.said()).anyMatch(word -> word.contains("an autovacuum, which yields"));
  }

  /** A table of its own age makes the server vacuum it although nothing is dirty. */
  @Test
  @Tag("thorough")
  void autovacuumAgainstWraparoundIsNamedAndWaitedFor() throws Exception {
    prepareOldRows();
    run.file("V2__note.sql", "ALTER TABLE v ADD COLUMN note text;");
    assertThatThrownBy(run::apply)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("an autovacuum against transaction id wraparound, works on v (")
        .hasMessageContaining("it does not give way to a lock")
        .hasMessageContaining("Nothing was changed");

    run.precautions(Precautions.NONE);
    Future<Apply.Result> result = threads.submit(run::apply);
    while (run.said().stream().noneMatch(word -> word.contains("which never yields"))) {
      assertThat(result.isDone()).isFalse();
      Thread.sleep(50);
    }
    endVacuums();
    assertThat(result.get().applied()).containsExactly("V2__note.sql");
  }

  /** And begins no new ones. */
  private static void endVacuums() throws SQLException, RunException {
    execute(
        "ALTER SYSTEM SET autovacuum = off",
        "SELECT pg_reload_conf()",
        "SELECT pg_cancel_backend(pid) FROM pg_stat_progress_vacuum");
  }

  /** A table that is being vacuumed, and one that is not. */
  private void prepare() throws Exception {
    run.file(
        "V1__tables.sql",
        "CREATE TABLE t (id int); CREATE TABLE u (id int); ALTER TABLE t"
            + SLOW_VACUUM
            + DIRTY_ROWS.formatted("t"));
    run.apply();
    await("t", "query LIKE 'autovacuum:%'");
  }

  /** A table whose rows are old enough for the server to insist. */
  private void prepareOldRows() throws Exception {
    run.file(
        "V1__tables.sql",
        """
        CREATE TABLE counted (id int) WITH (autovacuum_enabled = false);
        CREATE TABLE v (id int) WITH (autovacuum_enabled = false, autovacuum_freeze_max_age = 100000,
          autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1);
        INSERT INTO v SELECT generate_series(1, 100000);
        """);
    run.apply();
    execute(
        """
        DO $$ BEGIN
          FOR i IN 1 .. 101000 LOOP
            BEGIN INSERT INTO s_%d.counted VALUES (i);
            EXCEPTION WHEN division_by_zero THEN NULL; END;
          END LOOP;
        END $$\
        """
            .formatted(schemas));
    await("v", "query LIKE '%(to prevent wraparound)%'");
  }

  private void requireShortWaits() throws Exception {
    String table = "s_%d.t".formatted(schemas);
    try (ReaderWaits reader = ReaderWaits.begin(database, table, threads)) {
      assertThat(run.apply().applied()).containsExactly("V2__note.sql");
      ReaderWaits.Found found = reader.end();
      assertThat(found.longestOfPolicy()).as("%s", found).isLessThanOrEqualTo(LONGEST_READ_MILLIS);
    }
  }

  private void await(String table, String condition) throws Exception {
    String sql =
        "SELECT count(*) FROM pg_stat_progress_vacuum v JOIN pg_stat_activity a USING (pid)"
            + " WHERE v.relid = 's_%d.%s'::regclass AND a.%s".formatted(schemas, table, condition);
    try (Connection connection = database.sessions().open("look");
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 600; i++) {
        try (ResultSet row = statement.executeQuery(sql)) {
          row.next();
          if (row.getInt(1) > 0) {
            return;
          }
        }
        Thread.sleep(50);
      }
    }
    throw new AssertionError("no autovacuum on " + table);
  }

  private static void execute(String... statements) throws SQLException, RunException {
    try (Connection connection = database.sessions().open("test");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
