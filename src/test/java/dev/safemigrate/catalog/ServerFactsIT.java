package dev.safemigrate.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.embedded.PostgresServers;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.RelationSize;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerFactsIT {

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void factsOfSuperuserAndOfOthers(int version) throws Exception {
    PostgresServers servers = PostgresServers.get(version);
    String database = servers.newDatabase();
    try (Connection connection = servers.connect(database);
        Statement statement = connection.createStatement()) {
      ServerFacts facts = ServerFacts.read(connection);

      assertThat(facts.majorVersion()).isEqualTo(version);
      assertThat(facts.version()).isEqualTo(servers.server().version());
      assertThat(facts.database()).isEqualTo(database);
      assertThat(facts.superuser()).isTrue();
      assertThat(facts.inRecovery()).isFalse();
      assertThat(facts.readOnly()).isFalse();
      assertThat(facts.deadlockTimeout()).isEqualTo(Duration.ofSeconds(1));
      assertThat(facts.systemIdentifier()).isPresent();

      statement.execute("CREATE ROLE facts_reader");
      statement.execute("REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC");
      statement.execute("SET deadlock_timeout = '1500ms'");
      statement.execute("SET default_transaction_read_only = on");
      statement.execute("SET ROLE facts_reader");
      ServerFacts restricted = ServerFacts.read(connection);

      assertThat(restricted.currentUser()).isEqualTo("facts_reader");
      assertThat(restricted.sessionUser()).isEqualTo("postgres");
      assertThat(restricted.superuser()).isFalse();
      assertThat(restricted.readOnly()).isTrue();
      assertThat(restricted.deadlockTimeout()).isEqualTo(Duration.ofMillis(1500));
      assertThat(restricted.systemIdentifier()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void sizesOfTablesAndIndexes(int version) throws Exception {
    PostgresServers servers = PostgresServers.get(version);
    String database = servers.newDatabase();
    TestDatabases.execute(
        version,
        database,
        "CREATE TABLE known AS SELECT i, repeat('x', 100) AS text FROM generate_series(1, 1000) i;"
            + " CREATE INDEX known_i ON known (i); ANALYZE known; CREATE TABLE unknown (i int);"
            + " CREATE TABLE hidden (i int primary key)");

    SortedMap<RelationName, RelationSize> sizes;
    try (Connection connection = servers.connect(database)) {
      sizes =
          RelationSizes.read(connection, CatalogOptions.everything().without("public", "hidden"));
    }

    assertThat(sizes).hasSize(3);
    RelationSize known = size(sizes, "known");
    RelationSize index = size(sizes, "known_i");
    RelationSize unknown = size(sizes, "unknown");
    assertThat(known.rows()).isEqualTo(OptionalLong.of(1000));
    assertThat(known.bytes()).isGreaterThan(100_000);
    assertThat(known.indexBytes()).isEqualTo(index.bytes()).isPositive();
    assertThat(unknown.rows()).isEmpty();
    assertThat(unknown.bytes()).isZero();
  }

  private static RelationSize size(Map<RelationName, RelationSize> sizes, String table) {
    return Optional.ofNullable(sizes.get(new RelationName("public", table))).orElseThrow();
  }
}
