package dev.safemigrate.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.embedded.PostgresServers;
import dev.safemigrate.schema.RelationName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Generated rows respect what the tables ask for. */
class RowFillerIT {

  private final String database = PostgresServers.get(18).newDatabase();

  @Test
  void typesKeysForeignKeysAndChecksAreRespected() throws Exception {
    try (Connection connection =
        filled(
            """
        CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
        CREATE DOMAIN code AS varchar(5) CHECK (VALUE ~ '^[A-Z]{3}$');
        CREATE TABLE customers (id bigserial PRIMARY KEY, email text NOT NULL UNIQUE
          CHECK (email LIKE '%@%'), mood mood NOT NULL, code code NOT NULL);
        CREATE TABLE orders (
          id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          customer bigint NOT NULL REFERENCES customers,
          status text NOT NULL CHECK (status IN ('open', 'closed')),
          amount numeric(6, 2) NOT NULL CHECK (amount > 0 AND amount < 1000),
          placed timestamptz NOT NULL DEFAULT now(),
          tags text[] NOT NULL, details jsonb NOT NULL, parent bigint REFERENCES orders,
          card text, invoice text, CHECK (num_nonnulls(card, invoice) = 1),
          total numeric GENERATED ALWAYS AS (amount * 2) STORED);
        CREATE TABLE lines ("order" bigint REFERENCES orders, line int, PRIMARY KEY ("order", line));
        """,
            "lines")) {
      assertThat(count(connection, "customers")).isGreaterThanOrEqualTo(1);
      assertThat(count(connection, "orders")).isEqualTo(50);
      assertThat(count(connection, "lines")).isEqualTo(50);
    }
  }

  @Test
  void partitionedTablesGetRowsOfTheirPartitions() throws Exception {
    try (Connection connection =
        filled(
            """
        CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);
        CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
        """,
            "events")) {
      assertThat(count(connection, "events_2024")).isEqualTo(50);
    }
  }

  @Test
  void theSameSchemaGetsTheSameRows() throws Exception {
    String schema =
        "CREATE TABLE orders (id uuid PRIMARY KEY, note text, at timestamptz, b bytea);";
    String query = "SELECT md5(string_agg(o::text, ',' ORDER BY id)) FROM orders o";
    try (Connection first = filled(schema, "orders");
        Connection second =
            PostgresServers.get(18).connect(PostgresServers.get(18).newDatabase())) {
      second.createStatement().execute(schema);
      new RowFiller(second, 50).fill(tables("orders"));
      assertThat(text(second, query)).isEqualTo(text(first, query));
    }
  }

  @Test
  void aTableThatCannotBeFilledIsNamedWithTheReason() throws Exception {
    try (Connection connection = PostgresServers.get(18).connect(database)) {
      connection
          .createStatement()
          .execute("CREATE TABLE orders (id bigint NOT NULL, CHECK (sqrt(id) = 1234.5))");
      RowFiller filler = new RowFiller(connection, 50);
      filler.fill(tables("orders"));
      assertThat(filler.filled()).isEmpty();
      assertThat(filler.problems()).hasSize(1);
      assertThat(filler.problems().get(0)).contains("public.orders").contains("orders_id_check");
    }
  }

  @Test
  void tablesWithRowsAreLeftAlone() throws Exception {
    try (Connection connection =
        filled("CREATE TABLE orders (id bigint); INSERT INTO orders VALUES (1);", "orders")) {
      assertThat(count(connection, "orders")).isEqualTo(1);
    }
  }

  private Connection filled(String schema, String... tables) throws Exception {
    Connection connection = PostgresServers.get(18).connect(database);
    connection.createStatement().execute(schema);
    RowFiller filler = new RowFiller(connection, 50);
    filler.fill(tables(tables));
    assertThat(filler.problems()).isEmpty();
    return connection;
  }

  private static List<RelationName> tables(String... names) {
    return Stream.of(names).map(name -> new RelationName("public", name)).toList();
  }

  private static int count(Connection connection, String table) throws Exception {
    return Integer.parseInt(text(connection, "SELECT count(*) FROM " + table));
  }

  private static String text(Connection connection, String query) throws Exception {
    try (ResultSet row = connection.createStatement().executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }
}
