package dev.safemigrate.runner;

import dev.safemigrate.embedded.EmbeddedServer;
import dev.safemigrate.embedded.PostgresServers;
import dev.safemigrate.embedded.ServerBinaries;
import dev.safemigrate.embedded.ServerOptions;
import dev.safemigrate.embedded.WorkFolder;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A backfill beside one plain UPDATE of the same rows, both under a load of reads and writes on the
 * same table, on a server that waits for the disk: rows a second, what the load notices of it, and
 * the heap.
 */
final class BackfillBenchmark {

  private static final int CLIENTS = 4;
  private static final long THINK_MILLIS = 2;
  private static final int QUIET_SECONDS = 10;

  private final EmbeddedServer server;
  private final String database;
  private final int rows;

  /** In a database of its own. */
  private BackfillBenchmark(EmbeddedServer server, String database, int rows) throws SQLException {
    this.server = server;
    this.database = database;
    this.rows = rows;
    server.createDatabase(database, "template0");
  }

  /**
   * Without arguments, 5,000,000 rows as the plugin does it of itself, and a plain UPDATE.
   *
   * @param arguments the number of rows, and settings to compare, each as {@code target/dutyCycle},
   *     in milliseconds and percent
   */
  public static void main(String[] arguments) throws Exception {
    int rows = arguments.length == 0 ? 5_000_000 : Integer.parseInt(arguments[0]);
    WorkFolder work = WorkFolder.standard();
    try (EmbeddedServer server =
        EmbeddedServer.start(
            ServerBinaries.unpack(PostgresServers.archive(18), work),
            work,
            ServerOptions.defaults().withFsync(true))) {
      if (arguments.length < 2) {
        new BackfillBenchmark(server, "shop", rows).measure();
      }
      for (int i = 1; i < arguments.length; i++) {
        new BackfillBenchmark(server, "shop_" + i, rows).measure(arguments[i]);
      }
    }
  }

  /** One setting between two stretches of the load alone, since machines have moods. */
  private void measure(String setting) throws Exception {
    String[] parts = setting.split("/");
    create("filled");
    Figures before = alone("filled");
    Figures with = backfill(" target=%sms duty=%s%%".formatted(parts[0], parts[1]), word -> {});
    Figures behind = alone("filled");
    sayBeside(setting, with, before, behind);
    execute("DROP TABLE filled");
  }

  private void measure() throws Exception {
    create("filled");
    Figures before = alone("filled");
    sayRow("load alone", false, before);
    long heapBefore = heapAfterCollection();
    AtomicLong highest = new AtomicLong();
    Figures backfill =
        backfill(
            "", word -> highest.accumulateAndGet(heap(), (one, other) -> Math.max(one, other)));
    sayRow("backfill", true, backfill);
    long heapBehind = heapAfterCollection();
    Figures behind = alone("filled");
    sayRow("load alone, again", false, behind);
    execute("DROP TABLE filled");
    create("updated");
    Figures plain = under("updated", () -> execute("UPDATE updated SET b = a * 2 WHERE b IS NULL"));
    sayRow("one plain `UPDATE`", true, plain);
    sayBeside("backfill", backfill, before, behind);
    say(
        "rows a second: %.2f times those of one plain UPDATE",
        plain.seconds() / backfill.seconds());
    say(
        "heap: %d MiB at most when it told of its progress; %d MiB after collection before, %d MiB"
            + " behind",
        highest.get(), heapBefore, heapBehind);
  }

  private Figures alone(String table) throws Exception {
    return under(table, () -> Thread.sleep(QUIET_SECONDS * 1000L));
  }

  private Figures backfill(String options, Consumer<String> hearer) throws Exception {
    ConnectionSettings settings =
        TestDatabase.settings(server.url(database), server.user(), server.password());
    TestRun run =
        new TestRun(new TestDatabase(18, database, settings))
            .file(
                "V1__fill.sql",
                "-- migrate:backfill%s\nUPDATE filled SET b = a * 2 WHERE b IS NULL;"
                    .formatted(options))
            .telling(hearer);
    return under("filled", run::apply);
  }

  private void sayRow(String what, boolean changed, Figures figures) {
    say(
        "| %s | %.1f s | %s | %,d | %.2f ms | %.2f ms | %.1f ms | %.0f ms |",
        what,
        figures.seconds(),
        changed ? "%,.0f".formatted(rows / figures.seconds()) : "",
        figures.sorted().length,
        figures.at(0.5),
        figures.at(0.99),
        figures.at(0.999),
        figures.at(1));
  }

  private void sayBeside(String what, Figures with, Figures before, Figures behind) {
    say(
        "%s: p99 %.2f ms, %.2f times that of the load alone (%.2f ms before, %.2f ms behind); p99.9"
            + " %.1f ms, longest %.0f ms; %,.0f rows a second",
        what,
        with.at(0.99),
        with.at(0.99) / ((before.at(0.99) + behind.at(0.99)) / 2),
        before.at(0.99),
        behind.at(0.99),
        with.at(0.999),
        with.at(1),
        rows / with.seconds());
  }

  private void create(String table) throws Exception {
    execute(
        ("CREATE TABLE %s (id bigint PRIMARY KEY, a int, b int, seen int NOT NULL DEFAULT 0, words"
                + " text); INSERT INTO %1$s SELECT g, g %% 1000, NULL, 0, md5(g::text) FROM"
                + " generate_series(1, %d) g; VACUUM ANALYZE %1$s; CHECKPOINT")
            .formatted(table, rows));
  }

  /** Runs the work among clients; tells how long it and their statements took. */
  private Figures under(String table, Work work) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    List<Future<long[]>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(threads.submit(() -> client(table, over)));
    }
    long start = System.nanoTime();
    work.run();
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

  /** What runs among clients. */
  @FunctionalInterface
  private interface Work {
    void run() throws Exception;
  }

  /** How long the work took, and the statements beside it, in order. */
  private record Figures(double seconds, long[] sorted) {

    private double at(double part) {
      return sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * part))] / 1e6;
    }
  }

  private long[] client(String table, AtomicBoolean over) throws Exception {
    long[] latencies = new long[1 << 16];
    int count = 0;
    try (Connection connection = server.connect(database);
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

  private void execute(String sql) throws Exception {
    try (Connection connection = server.connect(database);
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
