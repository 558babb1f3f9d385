package dev.safemigrate.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.catalog.CatalogOptions;
import dev.safemigrate.catalog.PgDump;
import dev.safemigrate.catalog.RelationSizes;
import dev.safemigrate.catalog.Snapshot;
import dev.safemigrate.effect.EffectModel;
import dev.safemigrate.effect.Effects;
import dev.safemigrate.effect.TransactionState;
import dev.safemigrate.embedded.PostgresServers;
import dev.safemigrate.parser.JSqlParserQueryReader;
import dev.safemigrate.parser.SqlParser;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A snapshot of a database, written, read and folded, is what the server's own catalog says. */
class SnapshotRoundTripIT {

  /** pg_dump can read a server of its own age or older: version 14 is one that all can. */
  private static final int DUMPED = 14;

  private static final String SCHEMA =
      """
      CREATE SCHEMA "Sales";
      CREATE TYPE public.mood AS ENUM ('sad', 'ok', 'it''s fine');
      CREATE DOMAIN public.percent AS numeric(5,2) CHECK (VALUE BETWEEN 0 AND 100);
      CREATE TABLE public.customers (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name varchar(40) COLLATE "C" NOT NULL,
        mood public.mood DEFAULT 'ok',
        discount public.percent,
        lower_name text GENERATED ALWAYS AS (lower(name::text)) STORED,
        CONSTRAINT "name is short" CHECK (length(name) < 40) NOT VALID);
      CREATE TABLE "Sales"."Order Lines" (
        id serial PRIMARY KEY,
        customer bigint NOT NULL REFERENCES public.customers ON DELETE CASCADE,
        placed timestamptz(3) DEFAULT now(),
        tags text[],
        CONSTRAINT one_a_day UNIQUE (customer, placed) DEFERRABLE);
      CREATE INDEX ON "Sales"."Order Lines" USING gin (tags);
      CREATE UNIQUE INDEX partial ON "Sales"."Order Lines" (customer) INCLUDE (placed)
        WHERE placed IS NULL;
      CREATE INDEX expression ON public.customers (lower(name) DESC NULLS LAST);
      CREATE TABLE public.events (at date NOT NULL, what jsonb) PARTITION BY RANGE (at);
      CREATE TABLE public.events_2026 PARTITION OF public.events
        FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
      CREATE TABLE public.events_rest PARTITION OF public.events DEFAULT;
      CREATE INDEX events_at ON public.events (at);
      CREATE VIEW public.recent AS SELECT id, name FROM public.customers WHERE mood <> 'sad';
      CREATE MATERIALIZED VIEW public.totals AS
        SELECT customer, count(*) FROM "Sales"."Order Lines" GROUP BY customer;
      CREATE UNIQUE INDEX totals_customer ON public.totals (customer);
      CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS
        $$BEGIN NEW.name := trim(NEW.name); RETURN NEW; END$$;
      CREATE TRIGGER touched BEFORE INSERT ON public.customers
        FOR EACH ROW EXECUTE FUNCTION public.touch();
      CREATE TABLE public.parent (id int);
      CREATE TABLE public.child (extra text) INHERITS (public.parent);
      INSERT INTO public.customers (name) SELECT 'c' || i FROM generate_series(1, 5000) i;
      ANALYZE;
      """;

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void isTheServersCatalog(int major) throws Exception {
    Snapshot snapshot = Snapshot.ofJson(taken().toJson());
    PostgresServers servers = PostgresServers.get(major);
    try (Connection connection = servers.connect(servers.newDatabase())) {
      load(connection, snapshot.schema());
      SchemaState base = base(snapshot.schema(), snapshot.sizes(), major);
      assertThat(SchemaPrinter.print(base))
          .hasSizeGreaterThan(40)
          .isEqualTo(ServerCatalog.lines(connection));
      assertThat(base.opaquePast()).isFalse();
    }
  }

  @Test
  void sizesComeAlong() throws Exception {
    Snapshot snapshot = Snapshot.ofJson(taken().toJson());
    RelationSize customers =
        Optional.ofNullable(snapshot.sizes().get(new RelationName("public", "customers")))
            .orElseThrow();
    assertThat(customers.rows().orElseThrow()).isEqualTo(5000);
    assertThat(customers.bytes()).isGreaterThan(100_000);
    assertThat(customers.indexBytes()).isPositive();
    assertThat(snapshot.serverVersion()).isEqualTo(DUMPED);
  }

  @Test
  void nothingIsAssumedOverABase() throws Exception {
    String change = "ALTER TABLE customers ALTER COLUMN discount SET NOT NULL";
    assertThat(effects(SchemaState.unknown(), change).assumed()).isTrue();
    SchemaState base = base(taken().schema(), Map.of(), 18);
    assertThat(effects(base, change).assumed()).isFalse();
    assertThat(base.find(QualifiedName.of("customers"))).isPresent();
    assertThat(effects(base, "DROP TABLE nowhere").failure().orElseThrow().sqlstate())
        .isEqualTo("42P01");
  }

  @Test
  void linesForPsqlAloneAreLeftOut() {
    String dump =
        """
        --
        -- PostgreSQL database dump
        --

        \\restrict hW0mXk2

        SET statement_timeout = 0;
        SELECT pg_catalog.set_config('search_path', '', false);
        CREATE TABLE public.a (id integer NOT NULL);

        \\unrestrict hW0mXk2
        """;
    SchemaState base = base(dump, Map.of(), 18);
    assertThat(base.find(QualifiedName.of("a"))).isPresent();
    assertThat(base.searchPath().schemas()).containsExactly("public");
  }

  @Test
  void baseThatIsNotUnderstoodIsNotTakenForComplete() {
    assertThat(base("CREATE TABLE a (id int);\nCREATE FROBNICATOR f;\n", Map.of(), 18).opaquePast())
        .isTrue();
    assertThat(base("CREATE INDEX i ON missing (id);\n", Map.of(), 18).opaquePast()).isTrue();
  }

  private static Snapshot taken() throws Exception {
    assumeThat(installed()).as("pg_dump of version " + DUMPED + " or newer").isTrue();
    PostgresServers servers = PostgresServers.get(DUMPED);
    String database = servers.newDatabase();
    try (Connection connection = servers.connect(database)) {
      load(connection, SCHEMA);
      PgDump.Source source =
          new PgDump.Source(
              "127.0.0.1",
              servers.server().port(),
              database,
              servers.server().user(),
              Optional.of(servers.server().password()));
      return new Snapshot(
          DUMPED,
          new PgDump().schema(source, DUMPED, 60),
          RelationSizes.read(connection, CatalogOptions.everything()),
          List.of());
    }
  }

  private static boolean installed() throws InterruptedException {
    try {
      return new ProcessBuilder("pg_dump", "--version").start().waitFor() == 0;
    } catch (IOException missing) {
      return false;
    }
  }

  /** As psql would, which takes the lines that begin with a backslash for itself. */
  private static void load(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          sql.lines().filter(line -> !line.startsWith("\\")).collect(Collectors.joining("\n")));
      statement.execute("SET search_path = public");
    }
  }

  private static SchemaState base(String schema, Map<RelationName, RelationSize> sizes, int major) {
    ServerVersion version = new ServerVersion(major);
    return new SchemaFold(version, new JSqlParserQueryReader())
        .base(SqlParser.parse(schema, version).statements(), sizes);
  }

  private static Effects effects(SchemaState state, String sql) {
    ServerVersion version = new ServerVersion(18);
    return new EffectModel(new JSqlParserQueryReader())
        .predict(
            SqlParser.parse(sql, version).statements().get(0),
            state,
            TransactionState.NONE,
            version);
  }
}
