package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safemigrate.history.HistoryTable;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Other tools' locks are taken too, where a user asks for it. */
class ForeignLockIT {

  private static final HistoryTable TABLE = new HistoryTable("public", "migrate_history");

  private final TestDatabase database = TestDatabase.create(18);
  private final RecordingListener listener = new RecordingListener();

  /** Taken from Flyway's and golang-migrate's sources; the first was computed by Flyway's own. */
  @Test
  void keysAreThoseOfTheTools() {
    assertThat(lock("flyway").key("shop")).isEqualTo(77433833903597L);
    assertThat(lock("flyway:billing.history"))
        .isEqualTo(new ForeignLock(ForeignLock.Tool.FLYWAY, "billing", "history"));
    assertThat(lock("golang-migrate").key("shop")).isBetween(0L, 0xffffffffL);
    assertThat(ForeignLock.of("liquibase")).isEmpty();
  }

  @Test
  void runWaitsForTheToolAndTellsSo() throws Exception {
    for (String tool : new String[] {"flyway", "golang-migrate"}) {
      try (Connection other = database.connect();
          Statement statement = other.createStatement()) {
        long key = lock(tool).key(database.name());
        statement.execute("SELECT pg_advisory_lock(" + key + ")");
        assertThatThrownBy(() -> acquire(lock(tool)))
            .isInstanceOf(RunException.class)
            .hasMessageContaining(tool + " works on public.")
            .hasMessageContaining("Nothing was changed");
      }
      assertThat(listener.words())
          .anyMatch(word -> word.startsWith("waiting for runner " + tool + ": pid "));
    }
  }

  @Test
  void toolWaitsForTheRun() throws Exception {
    try (RunnerLock held = acquire(lock("flyway"));
        Connection other = database.connect();
        Statement statement = other.createStatement();
        var row =
            statement.executeQuery(
                "SELECT pg_try_advisory_xact_lock(" + lock("flyway").key("") + ")")) {
      assertThat(held.held()).isTrue();
      row.next();
      assertThat(row.getBoolean(1)).isFalse();
    }
  }

  private RunnerLock acquire(ForeignLock lock) throws Exception {
    return RunnerLock.acquire(
        database.sessions(), TABLE, Set.of(lock), Duration.ofMillis(300), listener);
  }

  private static ForeignLock lock(String text) {
    return ForeignLock.of(text).orElseThrow();
  }
}
