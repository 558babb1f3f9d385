package dev.safemigrate.runner;

import dev.safemigrate.embedded.EmbeddedServer;
import dev.safemigrate.embedded.PostgresServers;
import dev.safemigrate.embedded.ServerBinaries;
import dev.safemigrate.embedded.ServerOptions;
import dev.safemigrate.embedded.WorkFolder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * 2,000 small migrations on a server that waits for the disk: by psql with a transaction each, by
 * this runner in a JVM that has done nothing before, and by Flyway's own Maven plugin in a scratch
 * project. The last figures are of whole Maven calls; the one with nothing to do tells how much of
 * that is Maven's and Flyway's start.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(3)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class ApplyBenchmark {

  private static final int MIGRATIONS = Integer.getInteger("migrations", 2000);

  private static final String FLYWAY = "11.8.2";

  private static final String SCRATCH_PROJECT =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>scratch</groupId><artifactId>flyway</artifactId><version>1</version>
        <packaging>pom</packaging>
        <build><plugins><plugin>
          <groupId>org.flywaydb</groupId><artifactId>flyway-maven-plugin</artifactId>
          <version>%1$s</version>
          <dependencies>
            <dependency><groupId>org.flywaydb</groupId>
              <artifactId>flyway-database-postgresql</artifactId><version>%1$s</version></dependency>
            <dependency><groupId>org.postgresql</groupId>
              <artifactId>postgresql</artifactId><version>42.7.5</version></dependency>
          </dependencies>
        </plugin></plugins></build>
      </project>
      """;

  private EmbeddedServer server;
  private TestDatabase database;
  private Path folder;
  private Path log;

  /** A server, and the files. */
  @Setup(Level.Trial)
  public void prepare() throws Exception {
    folder = Files.createTempDirectory("apply-benchmark");
    log = folder.resolve("log.txt");
    writeFiles(folder);
    WorkFolder work = WorkFolder.standard();
    server =
        EmbeddedServer.start(
            ServerBinaries.unpack(PostgresServers.archive(18), work),
            work,
            ServerOptions.defaults().withFsync(true));
    server.createDatabase("shop", "template0");
    database =
        new TestDatabase(
            18,
            "shop",
            TestDatabase.settings(server.url("shop"), server.user(), server.password()));
  }

  /** Leaves nothing behind. */
  @TearDown(Level.Trial)
  public void clear() throws IOException {
    server.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Benchmark
  public void psql() throws Exception {
    call(
        "psql",
        "-q",
        "-h",
        "127.0.0.1",
        "-p",
        Integer.toString(server.port()),
        "-U",
        server.user(),
        "-v",
        "ON_ERROR_STOP=1",
        "-f",
        folder.resolve("all.sql").toString(),
        "shop");
  }

  @Benchmark
  public int runner() throws Exception {
    return apply(database, folder.resolve("migrations"));
  }

  @Benchmark
  public void flyway() throws Exception {
    callFlyway();
  }

  /** The same with nothing to do; the state of the database is made before. */
  @State(Scope.Benchmark)
  public static class Applied {

    /** In another process: this one has to be cold. */
    @Setup(Level.Trial)
    public void apply(ApplyBenchmark benchmark) throws Exception {
      benchmark.call(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-cp",
          System.getProperty("java.class.path"),
          ApplyBenchmark.class.getName(),
          benchmark.database.settings().url(),
          benchmark.server.user(),
          benchmark.folder.resolve("migrations").toString());
    }
  }

  @Benchmark
  public int runnerWithNothingToDo(Applied applied) throws Exception {
    return apply(database, folder.resolve("migrations"));
  }

  /** The same for Flyway. */
  @State(Scope.Benchmark)
  public static class AppliedByFlyway {

    /** Its first call also fetches it. */
    @Setup(Level.Trial)
    public void apply(ApplyBenchmark benchmark) throws Exception {
      benchmark.callFlyway();
    }
  }

  @Benchmark
  public void flywayWithNothingToDo(AppliedByFlyway applied) throws Exception {
    callFlyway();
  }

  private void callFlyway() throws Exception {
    Files.writeString(folder.resolve("pom.xml"), SCRATCH_PROJECT.formatted(FLYWAY));
    call(
        "mvn",
        "-B",
        "-q",
        "-f",
        folder.resolve("pom.xml").toString(),
        "flyway:migrate",
        "-Dflyway.url=" + server.url("shop"),
        "-Dflyway.user=" + server.user(),
        "-Dflyway.password=" + server.password(),
        "-Dflyway.locations=filesystem:" + folder.resolve("migrations"));
  }

  private void call(String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PGPASSWORD", server.password());
    Process process = builder.redirectOutput(log.toFile()).start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command[0] + " failed: " + Files.readString(log));
    }
  }

  private static int apply(TestDatabase database, Path migrations) throws Exception {
    TestRun run = new TestRun(database);
    try (Stream<Path> files = Files.list(migrations)) {
      List<Path> sorted = files.sorted().toList();
      run.files(sorted);
    }
    int applied = run.apply().applied().size();
    var process =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    System.out.printf(
        "%d applied, processor time of the JVM %d ms%n",
        applied, TimeUnit.NANOSECONDS.toMillis(process.getProcessCpuTime()));
    return applied;
  }

  /** Applies, in a process of its own. */
  public static void main(String[] arguments) throws Exception {
    apply(
        new TestDatabase(
            18,
            "shop",
            TestDatabase.settings(arguments[0], arguments[1], System.getenv("PGPASSWORD"))),
        Path.of(arguments[2]));
  }

  private static void writeFiles(Path folder) throws IOException {
    Path migrations = Files.createDirectory(folder.resolve("migrations"));
    List<String> all = new ArrayList<>();
    for (int i = 1; i <= MIGRATIONS; i++) {
      String sql =
          """
          CREATE TABLE t_%1$d (id bigint PRIMARY KEY, name text NOT NULL);
          CREATE INDEX t_%1$d_name_idx ON t_%1$d (name);
          ALTER TABLE t_%1$d ADD COLUMN note text;
          """
              .formatted(i);
      Files.writeString(migrations.resolve("V%05d__t.sql".formatted(i)), sql);
      all.add("BEGIN;\n" + sql + "COMMIT;\n");
    }
    Files.write(folder.resolve("all.sql"), all, StandardCharsets.UTF_8);
  }
}
