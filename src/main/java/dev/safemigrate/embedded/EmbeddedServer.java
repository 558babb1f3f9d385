package dev.safemigrate.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * A running PostgreSQL server that only this process uses. It listens on a free port of 127.0.0.1
 * and lets in nobody but {@link #user()} with {@link #password()}.
 *
 * <p>It ends with {@link #close()}, with this process, or, after a kill, when the next server is
 * started with the same work folder.
 */
public final class EmbeddedServer implements AutoCloseable {

  private final ServerProcess process;
  private final String version;
  private final Thread shutdownHook;

  private EmbeddedServer(ServerProcess process, String version, Thread shutdownHook) {
    this.process = process;
    this.version = version;
    this.shutdownHook = shutdownHook;
  }

  /**
   * Starts a server with fresh data.
   *
   * @param folder the work folder, whose leftovers of killed processes are removed first
   * @throws EmbeddedServerException when it does not start; the message has the server's own words
   */
  public static EmbeddedServer start(
      ServerBinaries binaries, WorkFolder folder, ServerOptions options) throws IOException {
    ServerProcess process = ServerProcess.prepare(binaries, folder, options);
    Thread hook = new Thread(() -> stopQuietly(process), "stop embedded PostgreSQL");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      process.initialize();
      process.start();
      return new EmbeddedServer(process, queryVersion(process), hook);
    } catch (IOException | RuntimeException failure) {
      try {
        process.stop();
      } catch (IOException further) {
        failure.addSuppressed(further);
      }
      removeHook(hook);
      throw failure;
    }
  }

  /** The JDBC URL of one of the server's databases; it contains neither user nor password. */
  public String url(String database) {
    return process.url(database);
  }

  /** The TCP port on 127.0.0.1. */
  public int port() {
    return process.port();
  }

  /** The superuser. */
  public String user() {
    return ServerProcess.SUPERUSER;
  }

  /** The superuser's password, made up for this server. */
  public String password() {
    return process.password();
  }

  /** The server's version as it tells itself, for example {@code 18.6}. */
  public String version() {
    return version;
  }

  /** A new connection of the superuser to a database, in autocommit mode. */
  public Connection connect(String database) throws SQLException {
    return connect(process, database);
  }

  /**
   * Creates a database.
   *
   * @param template the database to copy, to which nobody may be connected; {@code template1} for
   *     an empty one
   */
  public void createDatabase(String name, String template) throws SQLException {
    execute("CREATE DATABASE " + quoted(name) + " TEMPLATE " + quoted(template));
  }

  /** Drops a database if it exists, and ends the sessions that are connected to it. */
  public void dropDatabase(String name) throws SQLException {
    execute("DROP DATABASE IF EXISTS " + quoted(name) + " WITH (FORCE)");
  }

  /**
   * Makes sure that there is room for more data.
   *
   * @param purpose what for, as in "to restore shop.dump"
   * @throws EmbeddedServerException when there is less
   */
  public void requireSpace(long bytes, String purpose) throws IOException {
    process.requireSpace(bytes, purpose);
  }

  /** Stops the server and deletes its data. Does nothing when that was done before. */
  @Override
  public void close() throws IOException {
    process.stop();
    removeHook(shutdownHook);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connect(process, "postgres");
        Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }

  private static String quoted(String identifier) {
    return "\"" + identifier.replace("\"", "\"\"") + "\"";
  }

  private static Connection connect(ServerProcess process, String database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", ServerProcess.SUPERUSER);
    properties.setProperty("password", process.password());
    // Not through DriverManager, which knows no driver that Maven has loaded for a plugin.
    Connection connection = new Driver().connect(process.url(database), properties);
    if (connection == null) {
      throw new IllegalStateException("The driver does not know " + process.url(database));
    }
    return connection;
  }

  private static String queryVersion(ServerProcess process) throws EmbeddedServerException {
    try (Connection connection = connect(process, "postgres");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SHOW server_version")) {
      if (!result.next()) {
        throw new IllegalStateException("SHOW returns one row");
      }
      return result.getString(1);
    } catch (SQLException failure) {
      throw new EmbeddedServerException(
          "The embedded PostgreSQL has started but refuses a connection: " + failure.getMessage(),
          failure);
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook is running or has run; stopping twice does no harm.
      return;
    }
  }

  private static void stopQuietly(ServerProcess process) {
    try {
      process.stop();
    } catch (IOException failure) {
      // Nobody is left to be told; the default handler prints it, and the next start cleans up.
      throw new UncheckedIOException(failure);
    }
  }
}
