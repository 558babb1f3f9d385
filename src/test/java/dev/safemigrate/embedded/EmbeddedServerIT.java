package dev.safemigrate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedServerIT {

  private Path temporary;

  @BeforeEach
  void createFolder() throws Exception {
    // Not JUnit's: an unprivileged account must be able to pass through it.
    temporary = WorkFolder.standard().root().resolve("test-" + System.nanoTime());
    Files.createDirectories(temporary);
  }

  @AfterEach
  void deleteFolder() throws Exception {
    FileTree.delete(temporary);
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 15, 16, 17, 18})
  void runsTheWantedVersion(int majorVersion) throws Exception {
    PostgresServers servers = PostgresServers.get(majorVersion);

    assertThat(servers.server().version()).startsWith(majorVersion + ".");
    assertThat(query(servers.server(), "SHOW server_version_num")).startsWith("" + majorVersion);
    assertThat(query(servers.server(), "SHOW listen_addresses")).isEqualTo("127.0.0.1");
    assertThat(query(servers.server(), "SHOW server_encoding")).isEqualTo("UTF8");
    assertThat(query(servers.server(), "SHOW fsync")).isEqualTo("off");
  }

  @Test
  void copiesAndDropsDatabasesOfAnyName() throws Exception {
    EmbeddedServer server = PostgresServers.get(18).server();
    server.createDatabase("te\"m p'late", "template0");
    try (Connection connection = server.connect("te\"m p'late");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE orders (id bigint)");
    }

    server.createDatabase("çopy/of?it&x=1#", "te\"m p'late");

    try (Connection connection = server.connect("çopy/of?it&x=1#");
        Statement statement = connection.createStatement()) {
      assertThat(connection.getCatalog()).isEqualTo("çopy/of?it&x=1#");
      statement.execute("SELECT id FROM orders");
      server.dropDatabase("çopy/of?it&x=1#");
    }
    server.dropDatabase("te\"m p'late");
    server.dropDatabase("te\"m p'late");
  }

  @Test
  void letsNobodyInWithoutThePassword() {
    EmbeddedServer server = PostgresServers.get(18).server();

    assertThat(server.url("postgres")).doesNotContain(server.password());
    assertThatThrownBy(
            () -> DriverManager.getConnection(server.url("postgres"), "postgres", "postgres"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password authentication failed");
  }

  @Test
  void settingsAndFsyncReachTheServer() throws Exception {
    WorkFolder folder = WorkFolder.standard();
    ServerBinaries binaries = ServerBinaries.unpack(PostgresServers.archive(18), folder);
    ServerOptions options =
        ServerOptions.defaults()
            .withFsync(true)
            .withSettings(Map.of("application_name", "it's \\ quoted", "deadlock_timeout", "3s"));

    try (EmbeddedServer server = EmbeddedServer.start(binaries, folder, options)) {
      assertThat(query(server, "SHOW fsync")).isEqualTo("on");
      assertThat(query(server, "SHOW deadlock_timeout")).isEqualTo("3s");
      assertThat(
              query(
                  server,
                  "SELECT boot_val || reset_val FROM pg_settings"
                      + " WHERE name = 'full_page_writes'"))
          .isEqualTo("onon");
    }
  }

  @Test
  void closeLeavesNothingBehind() throws Exception {
    WorkFolder folder = WorkFolder.at(temporary);
    ServerBinaries binaries = ServerBinaries.unpack(PostgresServers.archive(18), folder);
    EmbeddedServer server = EmbeddedServer.start(binaries, folder, ServerOptions.defaults());
    long pid =
        Long.parseLong(
            query(server, "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)"));

    server.close();
    server.close();

    assertThat(ProcessHandle.of(pid)).isEmpty();
    assertThat(serverFolders()).isEmpty();
  }

  @Test
  void moreDataThanTheDiskHoldsIsRefused() {
    assertThatThrownBy(
            () ->
                PostgresServers.get(18)
                    .server()
                    .requireSpace(Long.MAX_VALUE, "to restore shop.dump"))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageStartingWith("Not enough disk space to restore shop.dump: ");
  }

  @Test
  void twoServersRunSideBySide() throws Exception {
    WorkFolder folder = WorkFolder.at(temporary);
    ServerBinaries binaries = ServerBinaries.unpack(PostgresServers.archive(18), folder);

    try (EmbeddedServer first = EmbeddedServer.start(binaries, folder, ServerOptions.defaults());
        EmbeddedServer second = EmbeddedServer.start(binaries, folder, ServerOptions.defaults())) {
      assertThat(second.port()).isNotEqualTo(first.port());
      assertThat(query(first, "SELECT 1")).isEqualTo("1");
      assertThat(query(second, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void failureToInitializeTellsItsOutputAndLeavesNothing() throws Exception {
    WorkFolder folder = WorkFolder.at(temporary);
    ServerBinaries binaries = ServerBinaries.unpack(PostgresServers.archive(18), folder);

    assertThatThrownBy(
            () ->
                EmbeddedServer.start(
                    binaries, folder, ServerOptions.defaults().withLocale("xx_YY.nonsense")))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageContaining("initdb failed")
        .hasMessageContaining("invalid locale name \"xx_YY.nonsense\"");
    assertThat(serverFolders()).isEmpty();
  }

  @Test
  void failureToStartTellsTheServersWordsAndLeavesNothing() throws Exception {
    WorkFolder folder = WorkFolder.at(temporary);
    ServerBinaries binaries = ServerBinaries.unpack(PostgresServers.archive(18), folder);

    assertThatThrownBy(
            () ->
                EmbeddedServer.start(
                    binaries,
                    folder,
                    ServerOptions.defaults().withSettings(Map.of("no_such_setting", "1"))))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageContaining("does not start")
        .hasMessageContaining("unrecognized configuration parameter \"no_such_setting\"");
    assertThat(serverFolders()).isEmpty();
  }

  private java.util.List<Path> serverFolders() throws Exception {
    return FileTree.children(temporary.resolve("servers")).stream()
        .filter(path -> path.getFileName().toString().startsWith("server-"))
        .toList();
  }

  private static String query(EmbeddedServer server, String sql) throws SQLException {
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }
}
