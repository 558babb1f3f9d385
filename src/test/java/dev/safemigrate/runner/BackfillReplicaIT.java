package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/** A backfill beside a receiver that stops to replay for a while. */
class BackfillReplicaIT {

  private final TestDatabase database = TestDatabase.create(18);
  private final AtomicBoolean stuck = new AtomicBoolean();
  private final AtomicBoolean over = new AtomicBoolean();

  @Test
  void replicaThatFallsBehindStopsItUntilItHasCaughtUp() throws Exception {
    database.execute("CREATE TABLE t (id int PRIMARY KEY, n int)");
    database.execute("INSERT INTO t SELECT g, 0 FROM generate_series(1, 5000) g");
    ExecutorService threads = Executors.newFixedThreadPool(2);
    Future<Void> receiver = threads.submit(this::receive);
    try {
      awaitLag("replay_lag IS NOT NULL OR replay_lsn IS NOT NULL");
      stuck.set(true);
      awaitLag("replay_lag > interval '2 s'");
      TestRun run =
          new TestRun(database)
              .backfill(
                  new BackfillSettings(
                      false, 1, 500, 500, Duration.ZERO, Duration.ZERO, 100, limits()))
              .file("V1__count.sql", "-- migrate:backfill\nUPDATE t SET n = n + 1;");
      Future<Apply.Result> applied = threads.submit((Callable<Apply.Result>) run::apply);
      for (int i = 0; i < 100 && run.said().stream().noneMatch(w -> w.contains("behind")); i++) {
        Thread.sleep(100);
      }
      assertThat(run.said())
          .anyMatch(
              word -> word.matches("backfill waits V1__count.sql.* a replica is \\d+ s behind .*"));
      assertThat(BackfillKeyIT.one(database, "SELECT max(n) FROM t")).isEqualTo("0");
      stuck.set(false);
      applied.get();
      assertThat(BackfillKeyIT.one(database, "SELECT min(n) + max(n) FROM t")).isEqualTo("2");
    } finally {
      over.set(true);
      receiver.get();
      threads.shutdown();
    }
  }

  private static BackfillSettings.Limits limits() {
    return new BackfillSettings.Limits(
        Duration.ofSeconds(1), Duration.ZERO, 0, Optional.empty(), Duration.ofSeconds(60));
  }

  /** Somebody writes meanwhile, so that there is something to be behind of. */
  private void awaitLag(String condition) throws Exception {
    String sql =
        "SELECT EXISTS (SELECT FROM pg_stat_replication WHERE application_name = 'stops' AND (%s))"
            .formatted(condition);
    for (int i = 0; i < 150; i++) {
      database.execute("CREATE TABLE IF NOT EXISTS noise (a int); INSERT INTO noise VALUES (1)");
      if (BackfillKeyIT.one(database, sql).equals("t")) {
        return;
      }
      Thread.sleep(100);
    }
    throw new IllegalStateException("never: " + condition);
  }

  /** Tells the server all it has got as replayed, or always the same. */
  private Void receive() throws Exception {
    LogSequenceNumber start =
        LogSequenceNumber.valueOf(BackfillKeyIT.one(database, "SELECT pg_current_wal_lsn()"));
    try (Connection connection = database.receiver("stops");
        PGReplicationStream stream =
            connection
                .unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .physical()
                .withStartPosition(start)
                .start()) {
      LogSequenceNumber replayed = start;
      while (!over.get()) {
        while (stream.readPending() != null) {
          // Its words do not matter.
        }
        replayed = stuck.get() ? replayed : stream.getLastReceiveLSN();
        stream.setAppliedLSN(replayed);
        stream.setFlushedLSN(replayed);
        stream.forceUpdateStatus();
        Thread.sleep(50);
      }
    }
    return null;
  }
}
