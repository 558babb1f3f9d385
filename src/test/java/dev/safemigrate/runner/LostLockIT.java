package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The session that holds the runner lock ends while a run is at work. */
class LostLockIT {

  /** Waits until it has ended. */
  private static final String END_LOCK =
      "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
          + " WHERE application_name = 'migrate-maven-plugin lock'"
          + " AND datname = current_database();";

  private final TestRun run = new TestRun(TestDatabase.create(18));
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  /** The migration itself ends it, so that it is gone before the next one begins. */
  @Test
  void runStopsBeforeTheNextMigration() throws Exception {
    run.file("V1__one.sql", "CREATE TABLE one (id int); " + END_LOCK)
        .file("V2__two.sql", "CREATE TABLE two (id int);");
    assertThatThrownBy(run::apply)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("holds the runner lock was ended")
        .hasMessageContaining("is recorded");
    assertThat(run.status()).containsExactly("1 applied", "2 pending");
    run.apply();
    assertThat(run.status()).containsExactly("1 applied", "2 applied");
  }

  @Test
  void runStopsBeforeTheNextPartOfAMigration() throws Exception {
    run.file("V1__t.sql", "CREATE TABLE t (id int);")
        .file(
            "V2__parts.sql",
            "INSERT INTO t VALUES (1); " + END_LOCK + "CREATE INDEX CONCURRENTLY i ON t (id);");
    assertThatThrownBy(run::apply).hasMessageContaining("holds the runner lock was ended");
    assertThat(run.status()).containsExactly("1 applied", "2 unfinished");
    run.apply();
    assertThat(run.status()).containsExactly("1 applied", "2 applied");
    assertThat(count("t")).isEqualTo(1);
  }

  /** It cannot know that it lost the lock, but its session is there for the second to see. */
  @Test
  void nextRunnerWaitsForTheMigrationThatIsUnderWay() throws Exception {
    run.file("V1__t.sql", "CREATE TABLE t (id int);");
    run.apply();
    run.file("V2__row.sql", END_LOCK + "INSERT INTO t VALUES (1); SELECT pg_sleep(3);");
    Future<Apply.Result> first = threads.submit(run::apply);
    awaitSleep();
    TestRun second =
        new TestRun(run.database())
            .file("V1__t.sql", "CREATE TABLE t (id int);")
            .file("V2__row.sql", END_LOCK + "INSERT INTO t VALUES (1); SELECT pg_sleep(3);");
    assertThat(second.apply().applied()).isEmpty();
    assertThat(second.said()).anyMatch(word -> word.startsWith("waiting for orphan"));
    assertThat(first.get().applied()).containsExactly("V2__row.sql");
    assertThat(count("t")).isEqualTo(1);
  }

  private void awaitSleep() throws Exception {
    try (Connection connection = run.database().connect();
        Statement statement = connection.createStatement()) {
      boolean sleeps = false;
      while (!sleeps) {
        Thread.sleep(50);
        try (var row =
            statement.executeQuery(
                "SELECT count(*) > 0 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'"
                    + " AND state = 'active' AND datname = current_database()")) {
          row.next();
          sleeps = row.getBoolean(1);
        }
      }
    }
  }

  private int count(String table) throws Exception {
    try (Connection connection = run.database().connect();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("SELECT count(*) FROM " + table)) {
      row.next();
      return row.getInt(1);
    }
  }
}
