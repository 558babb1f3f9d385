package dev.safemigrate.runner;

import dev.safemigrate.embedded.PostgresServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

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
}
