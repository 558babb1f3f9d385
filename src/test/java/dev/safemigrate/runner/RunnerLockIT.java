package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safemigrate.history.HistoryTable;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One runner at a time. */
class RunnerLockIT {

  private static final HistoryTable TABLE = new HistoryTable("public", "migrate_history");
  private static final Duration SHORT = Duration.ofMillis(300);

  private final TestDatabase database = TestDatabase.create(18);
  private final RecordingListener listener = new RecordingListener();

  @Test
  void secondRunnerIsRefusedAndToldWhoHoldsIt() throws Exception {
    try (RunnerLock lock =
        RunnerLock.acquire(database.sessions(), TABLE, Set.of(), SHORT, listener)) {
      assertThat(lock.held()).isTrue();
      assertThatThrownBy(
              () -> RunnerLock.acquire(database.sessions(), TABLE, Set.of(), SHORT, listener))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("migrate-maven-plugin lock")
          .hasMessageContaining("Nothing was changed");
    }
    assertThat(listener.words()).anyMatch(word -> word.startsWith("waiting for runner pid "));
  }

  @Test
  void lockIsFreeAgainWhenItsSessionEnds() throws Exception {
    RunnerLock.acquire(database.sessions(), TABLE, Set.of(), SHORT, listener).close();
    RunnerLock.acquire(database.sessions(), TABLE, Set.of(), SHORT, listener).close();
    assertThat(listener.words()).isEmpty();
  }

  @Test
  void historiesOfOneDatabaseHaveLocksOfTheirOwn() throws Exception {
    HistoryTable other = new HistoryTable("billing", "migrate_history");
    try (RunnerLock one =
            RunnerLock.acquire(database.sessions(), TABLE, Set.of(), SHORT, listener);
        RunnerLock two =
            RunnerLock.acquire(database.sessions(), other, Set.of(), SHORT, listener)) {
      assertThat(one.held()).isTrue();
      assertThat(two.held()).isTrue();
    }
  }

  @Test
  void statementThatAKilledRunHasLeftAtWorkIsWaitedFor() throws Exception {
    TestRun run = new TestRun(database).file("V1__t.sql", "CREATE TABLE t (id int);");
    try (Connection orphan = database.sessions().open(run.settings().workerPurpose());
        Statement statement = orphan.createStatement()) {
      SessionState.discard(orphan);
      Thread work =
          new Thread(
              () -> {
                try {
                  statement.execute("SELECT pg_sleep(2)");
                  orphan.close();
                } catch (java.sql.SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      work.start();
      run.apply();
      work.join();
    }
    assertThat(run.said())
        .element(0)
        .asString()
        .matches("waiting for orphan pid \\d+, active for .*");
  }

  @Test
  void lostLockIsNoticed() throws Exception {
    try (RunnerLock lock =
            RunnerLock.acquire(database.sessions(), TABLE, Set.of(), SHORT, listener);
        Connection other = database.sessions().open("test");
        Statement statement = other.createStatement()) {
      statement.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE application_name = 'migrate-maven-plugin lock'");
      assertThat(lock.held()).isFalse();
    }
  }
}
