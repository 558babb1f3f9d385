package dev.safemigrate.runner;

import dev.safemigrate.embedded.PostgresServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * A database of the tests.
 *
 * @param major the server's version
 * @param name of the database
 * @param settings how to reach it
 */
record TestDatabase(int major, String name, ConnectionSettings settings) {

  /** A fresh database on a server of the wanted version. */
  static TestDatabase create(int major) {
    PostgresServers servers = PostgresServers.get(major);
    String name = servers.newDatabase();
    return new TestDatabase(
        major,
        name,
        settings(servers.server().url(name), servers.server().user(), servers.server().password()));
  }

  static ConnectionSettings settings(String url, String user, String password) {
    return new ConnectionSettings(
        url, Optional.of(user), Optional.of(new Secret(password)), Duration.ofSeconds(10));
  }

  /** The same database for another user. */
  TestDatabase as(String user, String password) {
    return new TestDatabase(major, name, settings(settings.url(), user, password));
  }

  Sessions sessions() {
    return new Sessions(settings);
  }

  /** A connection of the superuser. */
  Connection connect() throws SQLException {
    return PostgresServers.get(major).connect(name);
  }

  /** A replication connection that says what it has replayed, or that it has not. */
  Connection receiver(String applicationName) throws SQLException {
    Properties properties = new Properties();
    PGProperty.USER.set(properties, PostgresServers.get(major).server().user());
    PGProperty.PASSWORD.set(properties, PostgresServers.get(major).server().password());
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "10");
    PGProperty.REPLICATION.set(properties, "true");
    PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
    PGProperty.APPLICATION_NAME.set(properties, applicationName);
    Connection connection = new Driver().connect(settings.url(), properties);
    if (connection == null) {
      throw new IllegalStateException("the driver refuses its own URL");
    }
    return connection;
  }

  /** Runs statements on a connection of their own. */
  void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of all rows. */
  List<String> column(String query) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        values.add(row.getString(1));
      }
    }
    return values;
  }
}
