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

  private TestDatabase database = TestDatabase.create(18);
  private final int rows;

  private BackfillBenchmark(int rows) {
    this.rows = rows;
  }

  /**
   * Without arguments, 5,000,000 rows as the plugin does it of itself, and a plain UPDATE.
   *
   * @param arguments the number of rows, and settings to compare, each as {@code target/dutyCycle},
   *     in milliseconds and percent
   */
  public static void main(String[] arguments) throws Exception {
    int rows = arguments.length == 0 ? 5_000_000 : Integer.parseInt(arguments[0]);
    BackfillBenchmark benchmark = new BackfillBenchmark(rows);
    if (arguments.length < 2) {
      benchmark.measure();
    } else {
      benchmark.compare(List.of(arguments).subList(1, arguments.length));
    }
  }

  /** Each setting three times, with the load alone in between, since machines have moods. */
  private void compare(List<String> settings) throws Exception {
    for (int round = 1; round <= 3; round++) {
      for (String setting : settings) {
        create("filled");
        Figures alone = under("filled", () -> sleep(5));
        TestRun run = backfill(setting);
        Figures with =
            under(
                "filled",
                () -> {
                  run.apply();
                  return null;
                });
        say(
            "%s: %,.0f rows a second, p50 x %.2f, p99 x %.2f (%.2f ms beside %.2f ms), p99.9 %.1f ms, longest %.0f ms",
            setting,
            rows / with.seconds(),
            with.at(0.5) / alone.at(0.5),
            with.at(0.99) / alone.at(0.99),
            with.at(0.99),
            alone.at(0.99),
            with.at(0.999),
            with.at(1));
        execute("DROP TABLE filled");
        database = TestDatabase.create(18);
      }
    }
  }

  private TestRun backfill(String setting) {
    String[] parts = setting.split("/");
    return new TestRun(database)
        .file(
            "V1__fill.sql",
            "-- migrate:backfill target=%sms duty=%s%%\nUPDATE filled SET b = a * 2 WHERE b IS NULL;"
                .formatted(parts[0], parts[1]));
  }

  private void measure() throws Exception {
    create("filled");
    say("load alone: %s", under("filled", () -> sleep(QUIET_SECONDS)).words(rows));
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
                })
            .words(rows));
    say("heap after collection: %d MiB before, %d MiB after", before, heapAfterCollection());
    execute("DROP TABLE filled");
    create("updated");
    say("load alone: %s", under("updated", () -> sleep(QUIET_SECONDS)).words(rows));
    say(
        "one plain UPDATE: %s",
        under(
                "updated",
                () -> {
                  execute("UPDATE updated SET b = a * 2 WHERE b IS NULL");
                  return null;
                })
            .words(rows));
  }

  private void create(String table) throws Exception {
    execute(
        ("CREATE TABLE %s (id bigint PRIMARY KEY, a int, b int, seen int NOT NULL DEFAULT 0, words"
                + " text); INSERT INTO %1$s SELECT g, g %% 1000, NULL, 0, md5(g::text) FROM"
                + " generate_series(1, %d) g; VACUUM ANALYZE %1$s; CHECKPOINT")
            .formatted(table, rows));
  }

  /** Runs the work among clients; tells how long it and their statements took. */
  private Figures under(String table, Callable<Void> work) throws Exception {
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
    return new Figures(seconds, latencies);
  }

  /** How long the work took, and the statements beside it, in order. */
  private record Figures(double seconds, long[] sorted) {

    private double at(double part) {
      return sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * part))] / 1e6;
    }

    private String words(int rows) {
      return String.format(
          Locale.ROOT,
          "%.1f s, %,.0f rows a second; %,d statements of the load: p50 %.2f ms, p99 %.2f ms, p99.9"
              + " %.2f ms, longest %.0f ms",
          seconds,
          rows / seconds,
          sorted.length,
          at(0.5),
          at(0.99),
          at(0.999),
          at(1));
    }
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
