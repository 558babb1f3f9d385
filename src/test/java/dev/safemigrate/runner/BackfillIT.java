package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safemigrate.runner.BackfillSettings.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backfills among other work: waiting, failing, resuming, verifying. */
class BackfillIT {

  private static final String COUNT = "-- migrate:backfill\nUPDATE t SET n = n + 1;";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicBoolean over = new AtomicBoolean();
  private TestDatabase database;
  private TestRun run;

  @BeforeEach
  void createTable() throws Exception {
    database = TestDatabase.create(18);
    execute(
        "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL DEFAULT 0, other int DEFAULT 0);"
            + "INSERT INTO t SELECT g FROM generate_series(1, 2000) g; ANALYZE t;");
    run = new TestRun(database).backfill(settings(100, Limits.STANDARD));
  }

  @AfterEach
  void stop() {
    over.set(true);
    threads.shutdownNow();
  }

  private static BackfillSettings settings(int batch, Limits limits) {
    return new BackfillSettings(false, 2, batch, batch, Duration.ZERO, Duration.ZERO, 100, limits);
  }

  private void execute(String sql) throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String one(String sql) throws Exception {
    return BackfillKeyIT.one(database, sql);
  }

  private String counts() throws Exception {
    return one("SELECT string_agg(DISTINCT n::text, ',' ORDER BY n::text) FROM t WHERE id <= 2000");
  }

  @Test
  void rowsAreMetOnceWhileOthersWrite() throws Exception {
    Future<Long> writer = threads.submit(this::write);
    run.backfill(
        new BackfillSettings(
            false, 1, 50, 50, Duration.ZERO, Duration.ofMillis(10), 100, Limits.STANDARD));
    run.file("V1__count.sql", COUNT).apply();
    over.set(true);
    assertThat(writer.get()).as("the writer was at work").isPositive();
    assertThat(counts()).isEqualTo("1");
    assertThat(one("SELECT sum(other) FROM t")).isEqualTo(writer.get().toString());
  }

  /** Updates rows, and inserts and deletes others among them; tells how often it updated. */
  private Long write() throws Exception {
    long updates = 0;
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      while (!over.get()) {
        int id = ThreadLocalRandom.current().nextInt(1, 2001);
        updates += statement.executeUpdate("UPDATE t SET other = other + 1 WHERE id = " + id);
        statement.execute(
            "INSERT INTO t VALUES (%d) ON CONFLICT DO NOTHING".formatted(id + 10_000));
        statement.execute("DELETE FROM t WHERE id = " + (id + 10_500));
      }
    }
    execute("UPDATE t SET other = 0 WHERE id > 2000");
    return updates;
  }

  @Test
  void pauseFileStopsItUntilItIsGone(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("pause"));
    assertWaits(
        new Limits(Duration.ZERO, Duration.ZERO, 0, Optional.of(file), Duration.ofSeconds(30)),
        "the file " + file + " exists",
        () -> {
          Files.delete(file);
          return null;
        });
  }

  @Test
  void longTransactionStopsItUntilItEnds() throws Exception {
    try (Connection holder = database.connect();
        Statement statement = holder.createStatement()) {
      statement.execute("SET application_name = 'nightly report'");
      holder.setAutoCommit(false);
      statement.execute("SELECT FROM t; SELECT pg_sleep(1.1); CREATE TEMP TABLE x ()");
      assertWaits(
          new Limits(
              Duration.ZERO, Duration.ofSeconds(1), 0, Optional.empty(), Duration.ofSeconds(30)),
          "application nightly report",
          () -> {
            holder.rollback();
            return null;
          });
    }
  }

  @Test
  void activeSessionsStopItUntilTheyRest() throws Exception {
    Future<Void> active = threads.submit(() -> sleep(3));
    Future<Void> other = threads.submit(() -> sleep(3));
    Thread.sleep(300);
    assertWaits(
        new Limits(Duration.ZERO, Duration.ZERO, 1, Optional.empty(), Duration.ofSeconds(30)),
        "2 other sessions are active (at most 1)",
        () -> {
          active.get();
          return other.get();
        });
  }

  private Void sleep(int seconds) throws Exception {
    execute("SELECT pg_sleep(%d)".formatted(seconds));
    return null;
  }

  private void assertWaits(Limits limits, String reason, Callable<Void> end) throws Exception {
    run.backfill(settings(1000, limits)).file("V1__count.sql", COUNT);
    Future<Apply.Result> applied = threads.submit(run::apply);
    for (int i = 0; i < 100 && run.said().stream().noneMatch(w -> w.contains(reason)); i++) {
      Thread.sleep(100);
    }
    assertThat(run.said())
        .anyMatch(word -> word.startsWith("backfill waits V1") && word.contains(reason));
    assertThat(counts()).isEqualTo("0");
    end.call();
    applied.get();
    assertThat(counts()).isEqualTo("1");
  }

  @Test
  void whoWaitsTooLongEndsAndGoesOnLater(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("pause"));
    run.backfill(
            settings(
                100,
                new Limits(
                    Duration.ZERO, Duration.ZERO, 0, Optional.of(file), Duration.ofMillis(500))))
        .file("V1__count.sql", COUNT);
    assertThatThrownBy(run::apply).hasMessageContaining("the backfill has waited for 0 s");
    Files.delete(file);
    run.apply();
    assertThat(counts()).isEqualTo("1");
  }

  @Test
  void lockedRowIsTriedAgainUntilItIsFree() throws Exception {
    try (Connection holder = database.connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("SELECT FROM t WHERE id = 1234 FOR UPDATE");
      Future<Apply.Result> applied = threads.submit(run.file("V1__count.sql", COUNT)::apply);
      for (int i = 0; i < 100 && run.said().stream().noneMatch(w -> w.startsWith("retry")); i++) {
        Thread.sleep(100);
      }
      assertThat(run.said()).anyMatch(word -> word.startsWith("retry V1__count.sql"));
      assertThat(run.said()).anyMatch(word -> word.startsWith("blocked V1__count.sql by pid"));
      assertThat(one("SELECT count(*) > 1000 FROM t WHERE n = 1")).isEqualTo("t");
      holder.rollback();
      applied.get();
    }
    assertThat(counts()).isEqualTo("1");
  }

  @Test
  void failingRowIsNamedAndTheRestGoesOnWhenItIsMended() throws Exception {
    execute("ALTER TABLE t ADD CHECK (id <> 1777 OR n <> 1 OR other = 5)");
    run.file("V1__count.sql", COUNT);
    assertThatThrownBy(run::apply)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("V1__count.sql:2:1")
        .hasMessageContaining("violates check constraint")
        .hasMessageContaining("rows: public.t, id > 1776 and id <= 1777")
        .hasMessageContaining("the batches before the failure stand too; the next run goes on");
    assertThat(one("SELECT count(*) FROM t WHERE n = 1")).isEqualTo("1776");
    assertThat(run.status()).containsExactly("1 unfinished");
    execute("UPDATE t SET other = 5 WHERE id = 1777");
    run.apply();
    assertThat(run.said()).contains("backfill resumes V1__count.sql id > 1776 and id <= 2000");
    assertThat(counts()).isEqualTo("1");
    assertThat(run.status()).containsExactly("1 applied");
  }

  @Test
  void changedWordsAreNotMixedWithTheOldOnes() throws Exception {
    execute("ALTER TABLE t ADD CONSTRAINT c CHECK (id <> 1500 OR n < 1)");
    run.file("V1__count.sql", COUNT);
    assertThatThrownBy(run::apply).hasMessageContaining("violates check");
    execute("ALTER TABLE t DROP CONSTRAINT c");
    run.file("V1__count.sql", "-- migrate:backfill\nUPDATE t SET n = n + 2;");
    assertThatThrownBy(run::apply)
        .hasMessageContaining("begun in other words or by another key (public.t by id)")
        .hasMessageContaining("1499 rows are done");
    run.file(
        "V1__count.sql",
        "-- migrate:backfill\n-- migrate:idempotent sets a constant\nUPDATE t SET n = 7;");
    run.apply();
    assertThat(counts()).isEqualTo("7");
  }

  @Test
  void rowsThatAreLeftAreWalkedAgainAndToldInTheEnd() throws Exception {
    execute("ALTER TABLE t ADD a int");
    run.file(
        "V1__fill.sql",
        "-- migrate:backfill\nUPDATE t SET a = nullif(id % 700, 0) WHERE a IS NULL AND other = 0;");
    assertThatThrownBy(run::apply)
        .hasMessageContaining("walked public.t to its end, but 2 rows of t still fulfil its WHERE");
    execute("UPDATE t SET other = 1 WHERE id % 700 = 0");
    run.apply();
    assertThat(run.status()).containsExactly("1 applied");
    assertThat(one("SELECT count(*) FROM t WHERE a IS NULL")).isEqualTo("2");
  }

  @Test
  void ownVerificationDecides() throws Exception {
    run.file("V1__count.sql", "-- migrate:verify SELECT sum(n) = 9 FROM t\n" + COUNT);
    assertThatThrownBy(run::apply)
        .hasMessageContaining("the verification does not hold: SELECT sum(n) = 9 FROM t");
    assertThatThrownBy(run::apply).hasMessageContaining("the verification does not hold");
    assertThat(counts()).as("not walked again: that would do harm").isEqualTo("1");
    run.file("V1__count.sql", "-- migrate:verify SELECT sum(n) = 2000 FROM t\n" + COUNT).apply();
    assertThat(counts()).isEqualTo("1");
    run.file("V2__bad.sql", "-- migrate:verify SELECT 5\n" + COUNT);
    assertThatThrownBy(run::apply).hasMessageContaining("must give one row with true or false");
  }

  @Test
  void backfillsCanBeLeftOutAndRunApart() throws Exception {
    run.file("V1__a.sql", "ALTER TABLE t ADD a int;")
        .file("V2__a.sql", "-- migrate:backfill\nUPDATE t SET a = id WHERE a IS NULL;")
        .file("V3__u.sql", "CREATE TABLE u (id int);");
    assertThatThrownBy(() -> run.backfill(""))
        .hasMessageContaining("V2__a.sql is behind V1__a.sql, which is pending");
    run.backfill(settings(100, Limits.STANDARD).skipping());
    assertThat(run.apply().applied()).containsExactly("V1__a.sql");
    assertThat(run.apply().applied()).isEmpty();
    run.backfill(settings(100, Limits.STANDARD));
    assertThat(run.forecast())
        .contains(
            "V2__a.sql:2: UPDATE of public.t, walked by id",
            "  about 2,000 rows, about 20 batches of 100 rows at first and 100 at most",
            "    UPDATE t SET a = id WHERE (a IS NULL) AND (t.id OPERATOR(pg_catalog.<=)"
                + " CAST('100' AS pg_catalog.int4))",
            "  at the end: SELECT count(*) FROM (SELECT FROM t WHERE a IS NULL LIMIT 1001) AS"
                + " rows_left");
    Backfills.Result result = run.backfill("");
    assertThat(result.done()).containsExactly("V2__a.sql");
    assertThat(result.waiting()).containsExactly("V3__u.sql");
    assertThat(run.status()).containsExactly("1 applied", "2 applied", "3 pending");
    assertThat(run.apply().applied()).containsExactly("V3__u.sql");
  }

  @Test
  void severalTablesRunAtATimeAndNeverTwoOnOne() throws Exception {
    execute("CREATE TABLE u AS SELECT * FROM t; ALTER TABLE u ADD PRIMARY KEY (id)");
    execute(
        """
        CREATE FUNCTION meet(me int, partner int) RETURNS int LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM pg_advisory_lock_shared(me);
          FOR i IN 1..40 LOOP
            EXIT WHEN EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = partner);
            PERFORM pg_sleep(0.1);
            IF i = 40 THEN RAISE 'alone'; END IF;
          END LOOP;
          PERFORM pg_sleep(0.5);
          RETURN 1;
        END $$;
        """);
    run.file(
            "V1__t.sql",
            "-- migrate:backfill batch=2000\nUPDATE t SET n = n + CASE WHEN id = 1 THEN meet(1, 2) ELSE 1 END;")
        .file("V2__t.sql", "-- migrate:backfill batch=300\nUPDATE t SET n = n * 10;")
        .file(
            "V3__u.sql",
            "-- migrate:backfill batch=2000\nUPDATE u SET n = n + CASE WHEN id = 1 THEN meet(2, 1) ELSE 1 END;");
    assertThat(run.backfill("").done()).containsExactly("V1__t.sql", "V2__t.sql", "V3__u.sql");
    assertThat(counts()).isEqualTo("10");
    assertThat(one("SELECT min(n) || ' ' || max(n) FROM u")).isEqualTo("1 1");
    assertThat(run.status()).containsExactly("1 applied", "2 applied", "3 applied");
  }

  @Test
  void oneVersionCanBeChosenInOrder() throws Exception {
    run.file("V1__a.sql", COUNT).file("V2__b.sql", COUNT);
    assertThatThrownBy(() -> run.backfill("2"))
        .hasMessageContaining("pending behind other backfills");
    assertThatThrownBy(() -> run.backfill("3")).hasMessageContaining("No backfill of version 3");
    assertThat(run.backfill("1").done()).containsExactly("V1__a.sql");
    assertThat(run.status()).containsExactly("1 applied", "2 pending");
  }

  @Test
  void planCoversTheBackfillAndItsOptions() throws Exception {
    run.file("V1__count.sql", "-- migrate:backfill batch=50\nUPDATE t SET n = n + 1;");
    Preview preview = run.preview();
    assertThat(preview.sql())
        .contains(
            "-- backfill batch=50: range by range of the key\nBEGIN;\nSET LOCAL lock_timeout");
    run.plan(preview.hash())
        .file("V1__count.sql", "-- migrate:backfill batch=51\nUPDATE t SET n = n + 1;");
    assertThatThrownBy(run::apply).hasMessageContaining("not the one that was confirmed");
    run.file("V1__count.sql", "-- migrate:backfill batch=50\nUPDATE t SET n = n + 1;").apply();
    assertThat(counts()).isEqualTo("1");
  }

  @Test
  void refusedBeforeAnythingRuns() throws Exception {
    run.file("V1__a.sql", "ALTER TABLE t ADD a int;")
        .file("V2__b.sql", "BEGIN;\n-- migrate:backfill\nUPDATE t SET n = 1;\nCOMMIT;");
    assertThatThrownBy(run::apply).hasMessageContaining("cannot stand between BEGIN and COMMIT");
    run.file("V2__b.sql", "-- migrate:backfill\nUPDATE t SET n = 1 RETURNING n;");
    assertThatThrownBy(run::apply).hasMessageContaining("RETURNING gives rows");
    run.file("V2__b.sql", "UPDATE t SET n = 1;\n-- migrate:backfill\n");
    assertThatThrownBy(run::apply).hasMessageContaining("belongs to no statement");
    assertThat(run.status()).containsExactly("1 pending", "2 pending");
  }

  @Test
  void cursorThatSomebodyElseMovedUndoesTheBatch() throws Exception {
    execute("ALTER TABLE t ADD CONSTRAINT c CHECK (id <> 150 OR n < 1)");
    run.file("V1__count.sql", COUNT);
    assertThatThrownBy(run::apply).hasMessageContaining("violates check");
    execute(
        """
        ALTER TABLE t DROP CONSTRAINT c;
        CREATE FUNCTION move() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          UPDATE migrate_history_backfill SET position = '{1000}'; RETURN NULL; END $$;
        CREATE TRIGGER move AFTER UPDATE ON t FOR EACH STATEMENT EXECUTE FUNCTION move();
        """);
    assertThatThrownBy(run::apply).hasMessageContaining("was moved by somebody else");
    assertThat(one("SELECT count(*) FROM t WHERE n = 1")).isEqualTo("149");
  }
}
