package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.safemigrate.catalog.WorkloadComparison;
import dev.safemigrate.embedded.EmbeddedServer;
import dev.safemigrate.embedded.PostgresServers;
import dev.safemigrate.embedded.ServerBinaries;
import dev.safemigrate.embedded.ServerOptions;
import dev.safemigrate.embedded.WorkFolder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a release makes worse for the application, as the server counts it. */
class WorkloadsIT {

  private static final String QUERY = "SELECT count(*) FROM orders WHERE customer = ?";

  /**
   * Of another session; older servers count with a delay of half a second (PGSTAT_STAT_INTERVAL).
   */
  private static final Duration COUNTED = Duration.ofMillis(1100);

  private static final ReleaseRules KEEPING =
      new ReleaseRules(
          Optional.empty(),
          true,
          Optional.empty(),
          Clock.systemUTC(),
          Optional.empty(),
          true,
          new AfterApply(false, false, true, Optional.empty(), Duration.ZERO));

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void whatBecameWorseIsShown(int major) throws Exception {
    WorkFolder folder = WorkFolder.standard();
    ServerOptions options =
        ServerOptions.defaults()
            .withSettings(Map.of("shared_preload_libraries", "pg_stat_statements"));
    try (EmbeddedServer server =
        EmbeddedServer.start(
            ServerBinaries.unpack(PostgresServers.archive(major), folder), folder, options)) {
      server.createDatabase("shop", "template0");
      ConnectionSettings settings =
          TestDatabase.settings(server.url("shop"), server.user(), server.password());
      compare(new TestRun(new TestDatabase(major, "shop", settings)).release(KEEPING));
    }
  }

  private static void compare(TestRun run) throws Exception {
    execute(run, "CREATE SCHEMA \"Extra\"; CREATE EXTENSION pg_stat_statements SCHEMA \"Extra\"");
    run.file(
            "V1__orders.sql",
            """
            CREATE TABLE orders (id int PRIMARY KEY, customer int, total int);
            INSERT INTO orders SELECT i, i, i FROM generate_series(1, 30000) i;
            CREATE INDEX orders_customer_idx ON orders (customer);
            """)
        .apply();
    execute(run, "VACUUM ANALYZE orders");
    work(run);
    run.file(
            "V2__index.sql",
            """
            DROP INDEX CONCURRENTLY orders_customer_idx;
            CREATE INDEX CONCURRENTLY orders_total_idx ON orders (total);
            """)
        .apply();
    assertThat(compared(run, false).figures().slower()).isEmpty();
    work(run);

    Workloads.Compared found = compared(run, false);
    assertThat(found.texts()).isEmpty();
    WorkloadComparison figures = found.figures();
    assertThat(figures.notes()).isEmpty();
    assertThat(figures.slower()).hasSize(1);
    assertThat(figures.slower().get(0).before().calls()).isEqualTo(50);
    assertThat(figures.slower().get(0).after().calls()).isEqualTo(50);
    assertThat(figures.sequential()).hasSize(1);
    assertThat(figures.sequential().get(0).table()).isEqualTo("public.orders");
    assertThat(figures.sequential().get(0).after().byIndex()).isZero();
    assertThat(figures.sequential().get(0).after().sequential())
        // Before version 15 the scans of the run's own build may come in later.
        .isBetween(50L, 52L);
    assertThat(figures.sequential().get(0).rows()).isEqualTo(30000);
    assertThat(figures.unused())
        .extracting(WorkloadComparison.Unused::index)
        .containsExactly("public.orders_total_idx");
    assertThat(compared(run, true).texts().values())
        .singleElement()
        .asString()
        .startsWith(QUERY.substring(0, QUERY.indexOf('?')));

    execute(
        run,
        "CREATE ROLE clerk LOGIN PASSWORD 'c'; GRANT SELECT ON ALL TABLES IN SCHEMA public"
            + " TO clerk; GRANT USAGE ON SCHEMA \"Extra\" TO clerk");
    TestRun clerk = new TestRun(run.database().as("clerk", "c")).release(KEEPING);
    assertThat(compared(clerk, true).figures().notes())
        .anyMatch(note -> note.matches("\\d+ statements of other users are not compared: .*"));
    assertThat(compared(clerk, true).texts()).isEmpty();

    execute(run, "SELECT \"Extra\".pg_stat_statements_reset(); SELECT pg_stat_reset()");
    work(run);
    figures = compared(run, false).figures();
    assertThat(figures.slower()).hasSize(1);
    assertThat(figures.sequential().get(0).after().sequential()).isEqualTo(50);
    assertThat(figures.notes())
        .anyMatch(note -> note.startsWith("pg_stat_statements was set to zero on "))
        .anyMatch(note -> note.startsWith("The counters of tables and indexes were set to zero"));
  }

  @Test
  void withoutTheExtensionItSaysSo() throws Exception {
    TestRun run = new TestRun(TestDatabase.create(18)).release(KEEPING);
    assertThat(Workloads.compare(run.database().connect(), TestRun.TABLE, false)).isEmpty();
    run.file("V1__t.sql", "CREATE TABLE t (id int);").apply();
    assertThat(compared(run, false).figures().notes())
        .containsExactly(
            "Statements are not compared: the extension pg_stat_statements is not created in this"
                + " database.");
    execute(run, "CREATE EXTENSION pg_stat_statements");
    assertThat(compared(run, false).figures().notes())
        .containsExactly(
            "Statements are not compared: ERROR: pg_stat_statements must be loaded via"
                + " \"shared_preload_libraries\".");
  }

  /** What a broken run has kept is what the next one goes on with. */
  @Test
  void figuresBeforeABrokenRunStay() throws Exception {
    TestRun run = new TestRun(TestDatabase.create(18)).release(KEEPING);
    run.file("V1__t.sql", "CREATE TABLE t AS SELECT i FROM generate_series(1, 5000) i;").apply();
    run.file("V2__i.sql", "-- migrate:transaction off\nCREATE INDEX t_i ON t (i);")
        .file("V3__broken.sql", "SELECT 1 / 0;");
    assertThat(catchThrowable(run::apply)).isInstanceOf(RunException.class);
    assertThat(compared(run, false).figures().notes())
        .anyMatch(note -> note.startsWith("The last run did not come to its end"));
    run.file("V3__broken.sql", "SELECT 1;").apply();
    try (Connection connection = run.database().connect();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 20; i++) {
        statement.execute("SELECT count(*) FROM t");
      }
    }
    Thread.sleep(COUNTED.toMillis());
    assertThat(compared(run, false).figures().unused())
        .extracting(WorkloadComparison.Unused::index)
        .containsExactly("public.t_i");
  }

  private static Workloads.Compared compared(TestRun run, boolean texts) throws Exception {
    try (Connection connection = run.database().sessions().open("status")) {
      return Workloads.compare(connection, TestRun.TABLE, texts).orElseThrow();
    }
  }

  /** The application's, on a session of its own. */
  private static void work(TestRun run) throws Exception {
    try (Connection connection = run.database().sessions().open("application");
        PreparedStatement query = connection.prepareStatement(QUERY)) {
      for (int i = 0; i < 50; i++) {
        query.setInt(1, i);
        query.execute();
      }
    }
    Thread.sleep(COUNTED.toMillis());
  }

  private static void execute(TestRun run, String sql) throws Exception {
    try (Connection connection = run.database().sessions().open("test");
        Statement statement = connection.createStatement()) {
      for (String one : sql.split(";")) {
        statement.execute(one);
      }
    }
  }
}
