package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.embedded.EmbeddedServer;
import dev.safemigrate.embedded.PostgresServers;
import org.junit.jupiter.api.Test;

/** How often a migration has to wait for the network: as often as with psql. */
class ExchangesIT {

  private static final int STATEMENTS = 3;

  /** One opens session and transaction and looks at the runner lock, one records and commits. */
  @Test
  void migrationCostsItsStatementsAndTwoMore() throws Exception {
    exchanges(1); // In the first of a process the driver asks once more.
    int few = exchanges(2);
    int many = exchanges(12);
    assertThat(many - few).isEqualTo(10 * (STATEMENTS + 2));
  }

  private static int exchanges(int migrations) throws Exception {
    TestDatabase database = TestDatabase.create(18);
    EmbeddedServer server = PostgresServers.get(18).server();
    try (CountingProxy proxy = new CountingProxy(server.port())) {
      TestRun run =
          new TestRun(
              new TestDatabase(
                  18,
                  database.name(),
                  TestDatabase.settings(
                      "jdbc:postgresql://127.0.0.1:%d/%s".formatted(proxy.port(), database.name()),
                      server.user(),
                      server.password())));
      for (int i = 1; i <= migrations; i++) {
        run.file(
            "V%d__t.sql".formatted(i),
            """
            CREATE TABLE t_%1$d (id bigint PRIMARY KEY, name text NOT NULL);
            CREATE INDEX t_%1$d_name_idx ON t_%1$d (name);
            ALTER TABLE t_%1$d ADD COLUMN note text;
            """
                .formatted(i));
      }
      assertThat(run.apply().applied()).hasSize(migrations);
      return proxy.exchanges();
    }
  }
}
