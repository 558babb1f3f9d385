package dev.safemigrate.runner;

import dev.safemigrate.embedded.PostgresServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** A fresh database on a server of the wanted version. */
record TestDatabase(int major, String name) {

  static TestDatabase create(int major) {
    return new TestDatabase(major, PostgresServers.get(major).newDatabase());
  }

  ConnectionSettings settings() {
    PostgresServers servers = PostgresServers.get(major);
    return new ConnectionSettings(
        servers.server().url(name),
        Optional.of(servers.server().user()),
        Optional.of(new Secret(servers.server().password())),
        Duration.ofSeconds(10));
  }

  Sessions sessions() {
    return new Sessions(settings());
  }

  Connection connect() throws SQLException {
    return PostgresServers.get(major).connect(name);
  }
}
