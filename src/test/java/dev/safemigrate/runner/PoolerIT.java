package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.safemigrate.embedded.EmbeddedServer;
import dev.safemigrate.embedded.PostgresServers;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real PgBouncer between us and the server. */
class PoolerIT {

  private static final List<Path> PLACES =
      List.of(Path.of("/usr/sbin/pgbouncer"), Path.of("/usr/bin/pgbouncer"));

  private final TestDatabase database = TestDatabase.create(18);
  private @Nullable Process pgbouncer;

  @AfterEach
  void stop() throws InterruptedException {
    if (pgbouncer != null) {
      pgbouncer.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void transactionModeIsRefused(@TempDir Path folder) throws Exception {
    assertRefused(behind(folder, "transaction", "extra_float_digits"));
  }

  @Test
  void statementModeIsRefused(@TempDir Path folder) throws Exception {
    assertRefused(behind(folder, "statement", "extra_float_digits"));
  }

  @Test
  void sessionModeIsFine(@TempDir Path folder) throws Exception {
    TestRun run = migration(behind(folder, "session", "extra_float_digits"));
    run.apply();
    assertThat(run.status()).containsExactly("1 applied", "2 applied");
  }

  /** As PgBouncer comes it does not know what the driver sends first. */
  @Test
  void poolerThatRefusesTheDriverIsNamed(@TempDir Path folder) throws Exception {
    assertThatThrownBy(() -> migration(behind(folder, "transaction", "")).apply())
        .isInstanceOf(RunException.class)
        .hasMessageContaining("PgBouncer")
        .hasMessageContaining("URL of the server itself");
  }

  private static void assertRefused(TestDatabase pooled) {
    assertThatThrownBy(() -> migration(pooled).apply())
        .isInstanceOf(RunException.class)
        .hasMessageContaining("a pooler that shares its sessions")
        .hasMessageContaining("Nothing was changed");
  }

  private static TestRun migration(TestDatabase database) {
    return new TestRun(database)
        .file("V1__t.sql", "CREATE TABLE t (id int);")
        .file("V2__i.sql", "CREATE INDEX CONCURRENTLY i ON t (id);");
  }

  /** The database as it is reached through a pooler. */
  private TestDatabase behind(Path folder, String mode, String ignored) throws Exception {
    Optional<Path> program = PLACES.stream().filter(Files::isExecutable).findFirst();
    assumeTrue(program.isPresent(), "no pgbouncer on this machine (apt-get install pgbouncer)");
    EmbeddedServer server = PostgresServers.get(18).server();
    int port = freePort();
    Path users = folder.resolve("users.txt");
    Files.writeString(users, "\"%s\" \"%s\"\n".formatted(server.user(), server.password()));
    Path settings = folder.resolve("pgbouncer.ini");
    Files.writeString(
        settings,
        """
        [databases]
        * = host=127.0.0.1 port=%d
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = scram-sha-256
        auth_file = %s
        pool_mode = %s
        ignore_startup_parameters = %s
        """
            .formatted(server.port(), port, users, mode, ignored));
    // It refuses to run as root and gives itself another user, who has to read these.
    for (Path path : List.of(folder, users, settings)) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    List<String> command = new ArrayList<>(List.of(program.get().toString()));
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("-u", "nobody"));
    }
    command.add(settings.toString());
    pgbouncer =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log.txt").toFile())
            .start();
    awaitPort(pgbouncer, port, folder.resolve("log.txt"));
    return new TestDatabase(
        18,
        database.name(),
        TestDatabase.settings(
            "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database.name()),
            server.user(),
            server.password()));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void awaitPort(Process pgbouncer, int port, Path log) throws Exception {
    for (int i = 0; i < 200; i++) {
      try (Socket socket = new Socket("127.0.0.1", port)) {
        assertThat(socket.isConnected()).isTrue();
        return;
      } catch (IOException e) {
        assertThat(pgbouncer.isAlive()).as(Files.readString(log)).isTrue();
        Thread.sleep(50);
      }
    }
    throw new IllegalStateException(Files.readString(log));
  }
}
