package dev.safemigrate.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One PostgreSQL server per major version for all tests of this process, started when the first
 * test asks for it. Every test gets databases of its own.
 */
public final class PostgresServers {

  private static final Map<Integer, PostgresServers> RUNNING = new ConcurrentHashMap<>();

  private final EmbeddedServer server;
  private final AtomicInteger databases = new AtomicInteger();

  private PostgresServers(EmbeddedServer server) {
    this.server = server;
  }

  /** The server of a major version, 14 to 18. */
  public static PostgresServers get(int majorVersion) {
    return RUNNING.computeIfAbsent(majorVersion, PostgresServers::start);
  }

  /** The archive of a major version, which the build has put into target/postgres. */
  public static Path archive(int majorVersion) {
    Path archive = Path.of("target", "postgres", majorVersion + ".jar").toAbsolutePath();
    if (!Files.exists(archive)) {
      throw new IllegalStateException(
          archive + " is missing; 'mvn dependency:copy@postgres-for-tests' fetches it");
    }
    return archive;
  }

  /** The server itself, for tests of roles, settings and the like. */
  public EmbeddedServer server() {
    return server;
  }

  /** Creates an empty database and returns its name. */
  public String newDatabase() {
    return newDatabase("template0");
  }

  /** Creates a copy of a database that nobody is connected to, and returns its name. */
  public String newDatabase(String template) {
    String name = "test_" + databases.incrementAndGet();
    try {
      server.createDatabase(name, template);
    } catch (SQLException failure) {
      throw new IllegalStateException("Cannot create the database " + name, failure);
    }
    return name;
  }

  /** A connection of the superuser to a database. */
  public Connection connect(String database) throws SQLException {
    return server.connect(database);
  }

  private static PostgresServers start(int majorVersion) {
    try {
      WorkFolder folder = WorkFolder.standard();
      ServerBinaries binaries = ServerBinaries.unpack(archive(majorVersion), folder);
      ServerOptions options =
          ServerOptions.defaults()
              .withSettings(Map.of("max_connections", "200", "max_prepared_transactions", "10"));
      // Nobody closes it: the shutdown hook does, when all tests of this process are through.
      return new PostgresServers(EmbeddedServer.start(binaries, folder, options));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
