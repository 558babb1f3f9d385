package dev.safemigrate.runner;

import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A backfill beside one plain UPDATE of the same rows, both under a load of reads and writes on the
 * same table: rows a second, what the load notices of it, and the heap.
 */
final class BackfillBenchmark {

  private static final int CLIENTS = 4;
  private static final long THINK_MILLIS = 2;
  private static final int QUIET_SECONDS = 20;

  private final TestDatabase database = TestDatabase.create(18);
  private final int rows;

  private BackfillBenchmark(int rows) {
    this.rows = rows;
  }

  /**
   * @param arguments the number of rows; 5,000,000 without
   */
  public static void main(String[] arguments) throws Exception {
    new BackfillBenchmark(arguments.length == 0 ? 5_000_000 : Integer.parseInt(arguments[0]))
        .measure();
  }

  private void measure() throws Exception {
    create("filled");
    say("load alone: %s", under("filled", () -> sleep(QUIET_SECONDS)));
    TestRun run =
        new TestRun(database)
            .file(
                "V1__fill.sql", "-- migrate:backfill\nUPDATE filled SET b = a * 2 WHERE b IS NULL;")
            .telling(word -> say("%s, heap %d MiB", word, heap()));
    long before = heapAfterCollection();
    say(
        "backfill: %s",
        under(
            "filled",
            () -> {
              run.apply();
              return null;
            }));
    say("heap after collection: %d MiB before, %d MiB after", before, heapAfterCollection());
    execute("DROP TABLE filled");
    create("updated");
    say("load alone: %s", under("updated", () -> sleep(QUIET_SECONDS)));
    say(
        "one plain UPDATE: %s",
        under(
            "updated",
            () -> {
              execute("UPDATE updated SET b = a * 2 WHERE b IS NULL");
              return null;
            }));
  }

  private void create(String table) throws Exception {
    execute(
        ("CREATE TABLE %s (id bigint PRIMARY KEY, a int, b int, seen int NOT NULL DEFAULT 0, words"
                + " text); INSERT INTO %1$s SELECT g, g %% 1000, NULL, 0, md5(g::text) FROM"
                + " generate_series(1, %d) g; VACUUM ANALYZE %1$s; CHECKPOINT")
            .formatted(table, rows));
  }

  /** Runs the work among clients; tells its rate and how long their statements took. */
  private String under(String table, Callable<Void> work) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    List<Future<long[]>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(threads.submit(() -> client(table, over)));
    }
    long start = System.nanoTime();
    work.call();
    double seconds = (System.nanoTime() - start) / 1e9;
    over.set(true);
    long[] latencies = new long[0];
    for (Future<long[]> client : clients) {
      long[] own = client.get();
      int length = latencies.length;
      latencies = Arrays.copyOf(latencies, length + own.length);
      System.arraycopy(own, 0, latencies, length, own.length);
    }
    threads.shutdown();
    Arrays.sort(latencies);
    return String.format(
        Locale.ROOT,
        "%.1f s, %,.0f rows a second; %,d statements of the load: p50 %.2f ms, p99 %.2f ms, p99.9"
            + " %.2f ms, longest %.0f ms",
        seconds,
        rows / seconds,
        latencies.length,
        at(latencies, 0.5),
        at(latencies, 0.99),
        at(latencies, 0.999),
        at(latencies, 1));
  }

  private static double at(long[] sorted, double part) {
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * part))] / 1e6;
  }

  private long[] client(String table, AtomicBoolean over) throws Exception {
    long[] latencies = new long[1 << 16];
    int count = 0;
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      while (!over.get()) {
        long id = ThreadLocalRandom.current().nextLong(1, rows + 1L);
        String sql =
            count % 2 == 0
                ? "SELECT words FROM %s WHERE id = %d"
                : "UPDATE %s SET seen = seen + 1 WHERE id = %d";
        long start = System.nanoTime();
        statement.execute(sql.formatted(table, id));
        if (count == latencies.length) {
          latencies = Arrays.copyOf(latencies, 2 * count);
        }
        latencies[count++] = System.nanoTime() - start;
        Thread.sleep(THINK_MILLIS);
      }
    }
    return Arrays.copyOf(latencies, count);
  }

  private static Void sleep(int seconds) throws InterruptedException {
    Thread.sleep(seconds * 1000L);
    return null;
  }

  private void execute(String sql) throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (String part : sql.split("; ")) {
        statement.execute(part);
      }
    }
  }

  private static long heap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
  }

  private static long heapAfterCollection() {
    System.gc();
    return heap();
  }

  private static void say(String words, Object... arguments) {
    System.out.println(String.format(Locale.ROOT, words, arguments));
  }
}
