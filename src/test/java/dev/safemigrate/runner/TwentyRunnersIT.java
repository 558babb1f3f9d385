package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.history.HistoryEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Several runners on one database, as when twenty containers start at once. */
class TwentyRunnersIT {

  private static final int RUNNERS = 20;

  private final TestDatabase database = TestDatabase.create(18);

  @Test
  void oneAppliesAndAllSucceed() throws Exception {
    CyclicBarrier start = new CyclicBarrier(RUNNERS);
    List<TestRun> runs = new ArrayList<>();
    List<Callable<Apply.Result>> tasks = new ArrayList<>();
    for (int i = 0; i < RUNNERS; i++) {
      TestRun run = migrations();
      runs.add(run);
      tasks.add(
          () -> {
            start.await();
            return run.apply();
          });
    }
    ExecutorService pool = Executors.newFixedThreadPool(RUNNERS);
    try {
      List<Apply.Result> results = new ArrayList<>();
      for (Future<Apply.Result> result : pool.invokeAll(tasks)) {
        results.add(result.get());
      }
      Apply.Result all =
          new Apply.Result(List.of("V1__t.sql", "V2__i.sql", "V3__rows.sql", "R__v.sql"), 0);
      Apply.Result nothing = new Apply.Result(List.of(), 4);
      assertThat(results).hasSize(RUNNERS).containsOnlyOnce(all);
      assertThat(results).filteredOn(nothing::equals).hasSize(RUNNERS - 1);
    } finally {
      pool.shutdownNow();
    }
    assertThat(runs.get(0).history()).hasSize(4).allMatch(HistoryEntry::applied);
    assertThat(runs)
        .flatExtracting(TestRun::said)
        .noneMatch(word -> String.valueOf(word).startsWith("waiting for orphan"));
    assertThat(runs.stream().filter(TwentyRunnersIT::hasWaited).count())
        .as("those that told for whom they wait")
        .isGreaterThanOrEqualTo(RUNNERS / 2);
  }

  private static boolean hasWaited(TestRun run) {
    return run.said().stream().anyMatch(word -> word.startsWith("waiting for runner pid"));
  }

  private TestRun migrations() {
    return new TestRun(database)
        .file("V1__t.sql", "CREATE TABLE t (id int); SELECT pg_sleep(0.3);")
        .file("V2__i.sql", "CREATE INDEX CONCURRENTLY t_id_idx ON t (id);")
        .file("V3__rows.sql", "INSERT INTO t SELECT generate_series(1, 1000);")
        .file("R__v.sql", "CREATE OR REPLACE VIEW v AS SELECT id FROM t;");
  }
}
