package dev.safemigrate.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.embedded.EmbeddedServer;
import dev.safemigrate.embedded.PostgresServers;
import dev.safemigrate.embedded.ServerBinaries;
import dev.safemigrate.embedded.ServerOptions;
import dev.safemigrate.embedded.WorkFolder;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A process that is killed in the middle of a rehearsal, as by kill -9, and the one after it. */
class KilledRehearsalIT {

  private static final String SLEEPING =
      "SELECT count(*) FROM pg_stat_activity WHERE datname = '%s' AND query LIKE '%%pg_sleep(60)%%'"
          + " AND pid <> pg_backend_pid()";

  @Test
  void whatItLeavesInAScratchDatabaseIsRemovedByTheNext() throws Exception {
    PostgresServers servers = PostgresServers.get(18);
    RehearsedProject next = new RehearsedProject(18);
    try (Connection connection = servers.connect(next.database())) {
      execute(
          connection,
          """
          CREATE SCHEMA "a,b";
          CREATE EXTENSION citext SCHEMA "a,b";
          """);
    }
    try (Connection connection = servers.connect("postgres")) {
      Process process =
          start(next.settings().url(), servers.server().user(), servers.server().password());
      awaitSleep(connection, next.database(), process);
      process.destroyForcibly().waitFor();
      assertThat(count(connection, SLEEPING.formatted(next.database()))).isEqualTo("1");

      RehearsalResult result = orders(next).rehearse();

      assertThat(result.failures()).isEmpty();
      assertThat(count(connection, SLEEPING.formatted(next.database()))).isEqualTo("0");
    }
    try (Connection connection = servers.connect(next.database())) {
      assertThat(count(connection, "SELECT 'A'::\"a,b\".citext OPERATOR(\"a,b\".=) 'a'"))
          .isEqualTo("t");
      assertThat(
              count(
                  connection,
                  "SELECT string_agg(extname, ' ' ORDER BY extname) FROM pg_extension"
                      + " WHERE extname <> 'plpgsql'"))
          .as("the next has made its own hstore")
          .isEqualTo("citext hstore");
      assertThat(
              count(
                  connection,
                  "SELECT string_agg(nspname, ' ' ORDER BY nspname) FROM pg_namespace"
                      + " WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'"))
          .isEqualTo("a,b more public");
    }
  }

  @Test
  void theServerAndTheDataThatItLeavesAreRemovedByTheNext() throws Exception {
    Path folder =
        Files.createDirectories(WorkFolder.standard().root().resolve("kill-" + System.nanoTime()));
    WorkFolder work = WorkFolder.at(folder);
    ServerBinaries binaries = ServerBinaries.unpack(PostgresServers.archive(18), work);
    Process process = start(folder.toString());
    long postmaster = awaitPostmaster(folder, process);
    process.destroyForcibly().waitFor();
    assertThat(ProcessHandle.of(postmaster)).isPresent();

    try (EmbeddedServer server = EmbeddedServer.start(binaries, work, ServerOptions.defaults())) {
      assertThat(ProcessHandle.of(postmaster)).isEmpty();
      assertThat(serverFolders(folder)).hasSize(1);
      server.createDatabase("rehearsal", "template0");
      assertThat(orders(RehearsalProgram.on(server)).rehearse().failures()).isEmpty();
    }

    assertThat(serverFolders(folder)).isEmpty();
  }

  private static RehearsedProject orders(RehearsedProject project) {
    return project
        .file("V1__orders.sql", "CREATE EXTENSION hstore; CREATE TABLE orders (id bigint);")
        .file("V2__mood.sql", "CREATE TYPE mood AS ENUM ('bad'); CREATE SCHEMA more;")
        .applied(1);
  }

  private static Process start(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    command.addAll(List.of("-cp", classPath, RehearsalProgram.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(new File("target/killed-rehearsal.txt")))
        .start();
  }

  private static void awaitSleep(Connection connection, String database, Process process)
      throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(50).toNanos();
    while (!count(connection, SLEEPING.formatted(database)).equals("1")) {
      assertThat(process.isAlive() && System.nanoTime() < end)
          .as("the rehearsal comes to its slow statement; see target/killed-rehearsal.txt")
          .isTrue();
      Thread.sleep(50);
    }
  }

  /** As soon as the server has its log's first line about connections, the rehearsal is on. */
  private static long awaitPostmaster(Path folder, Process process) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(50).toNanos();
    while (true) {
      assertThat(process.isAlive() && System.nanoTime() < end)
          .as("the server starts; see target/killed-rehearsal.txt")
          .isTrue();
      for (Path server : serverFolders(folder)) {
        Path file = server.resolve("server/data/postmaster.pid");
        if (Files.exists(file)) {
          List<String> lines = Files.readAllLines(file);
          if (lines.size() >= 8 && lines.get(7).strip().equals("ready")) {
            Thread.sleep(1000);
            return Long.parseLong(lines.get(0).strip());
          }
        }
      }
      Thread.sleep(50);
    }
  }

  private static List<Path> serverFolders(Path folder) throws Exception {
    Path servers = folder.resolve("servers");
    if (!Files.exists(servers)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(servers)) {
      return children.filter(path -> path.getFileName().toString().startsWith("server-")).toList();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String count(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }
}
