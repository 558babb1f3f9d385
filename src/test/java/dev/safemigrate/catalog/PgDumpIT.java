package dev.safemigrate.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.safemigrate.embedded.PostgresServers;
import java.io.IOException;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The pg_dump of this machine against a server that it is new enough for. */
class PgDumpIT {

  @Test
  void schemaComesAsSql() throws Exception {
    PostgresServers servers = PostgresServers.get(14);
    String database = servers.newDatabase();
    try (Connection connection = servers.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE orders (id int PRIMARY KEY, note text)");
    }
    assumeThat(installed()).as("pg_dump is on the path").isTrue();
    assertThat(new PgDump().schema(source(servers, database), 14, 60))
        .contains("CREATE TABLE public.orders")
        .contains("orders_pkey");
  }

  @Test
  void olderProgramThanServerIsRefused() throws Exception {
    assumeThat(installed()).as("pg_dump is on the path").isTrue();
    PostgresServers servers = PostgresServers.get(14);
    assertThatThrownBy(() -> new PgDump().schema(source(servers, "postgres"), 99, 60))
        .isInstanceOf(PgDump.PgDumpException.class)
        .hasMessageContaining("the server is 99")
        .hasMessageContaining("Install the client programs of version 99");
  }

  @Test
  void missingProgramIsSaid() {
    PostgresServers servers = PostgresServers.get(14);
    assertThatThrownBy(
            () -> new PgDump("no-such-pg_dump").schema(source(servers, "postgres"), 14, 60))
        .hasMessageContaining("pg_dump cannot be run")
        .hasMessageContaining("client programs");
  }

  private static PgDump.Source source(PostgresServers servers, String database) {
    return new PgDump.Source(
        "127.0.0.1",
        servers.server().port(),
        database,
        servers.server().user(),
        Optional.of(servers.server().password()));
  }

  private static boolean installed() throws InterruptedException {
    try {
      return new ProcessBuilder("pg_dump", "--version").start().waitFor() == 0;
    } catch (IOException missing) {
      return false;
    }
  }
}
