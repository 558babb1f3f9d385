package dev.safemigrate.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safemigrate.embedded.PostgresServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaReaderIT {

  @ParameterizedTest
  @ValueSource(ints = {14, 15, 16, 17, 18})
  void sameStatementsGiveTheSameBytesWhateverTheSessionsSettings(int version) throws Exception {
    CanonicalSchema first = TestDatabases.read(version, TestDatabases.template(version));
    String other = PostgresServers.get(version).newDatabase();
    // Other oids.
    TestDatabases.execute(version, other, "CREATE TABLE a (b serial); DROP TABLE a");
    TestDatabases.execute(version, other, TestDatabases.resource("everything.sql"));

    CanonicalSchema second;
    try (Connection connection = PostgresServers.get(version).connect(other);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "SET search_path = shop, public; SET quote_all_identifiers = on; SET DateStyle = 'ISO, DMY';"
              + " SET TimeZone = 'Asia/Tokyo'; SET IntervalStyle = 'iso_8601'; SET bytea_output = 'escape';"
              + " SET standard_conforming_strings = off; SET default_transaction_read_only = on");
      second = SchemaReader.read(connection, CatalogOptions.everything());

      try (ResultSet row = statement.executeQuery("SHOW search_path")) {
        row.next();
        assertThat(row.getString(1)).isEqualTo("shop, public");
      }
      assertThat(connection.getAutoCommit()).isTrue();
    }

    assertThat(SchemaDiff.between(first, second).lines()).isEmpty();
    assertThat(second.text()).isEqualTo(first.text());
    assertThat(second).isEqualTo(first);
    for (ObjectKind kind : ObjectKind.values()) {
      assertThat(first.objects().keySet())
          .as("objects of kind " + kind)
          .anyMatch(identity -> identity.kind() == kind);
    }
  }

  @Test
  void objectsOfExtensionsAndSystemSchemasAreNotListed() throws Exception {
    String text = TestDatabases.read(18, TestDatabases.template(18)).text();

    assertThat(text)
        .contains("CREATE EXTENSION btree_gist")
        .doesNotContain(
            "gbt_", "gist_int8_ops", "information_schema", "pg_toast", "plpgsql SCHEMA");
  }

  @Test
  void commentsAreReadWhereThereIsNoRelation() throws Exception {
    String database = PostgresServers.get(18).newDatabase();
    TestDatabases.execute(
        18, database, "CREATE SCHEMA shop; COMMENT ON SCHEMA shop IS 'what is sold'");

    assertThat(TestDatabases.read(18, database).text())
        .contains("COMMENT ON SCHEMA shop IS 'what is sold'");
  }

  @Test
  void excludedTableIsLeftOutWithAllThatBelongsToIt() throws Exception {
    String database = TestDatabases.copy(18);
    TestDatabases.execute(
        18,
        database,
        """
        CREATE TABLE shop."His.tory" (
          id serial PRIMARY KEY,
          at date GENERATED ALWAYS AS ('2000-01-01') STORED,
          state shop.state CHECK (state IS NOT NULL));
        ALTER TABLE shop."His.tory" ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;
        CREATE INDEX ON shop."His.tory" (state);
        CREATE TRIGGER t BEFORE INSERT ON shop."His.tory" FOR EACH ROW EXECUTE FUNCTION shop.touch();
        CREATE POLICY p ON shop."His.tory";
        CREATE RULE r AS ON DELETE TO shop."His.tory" DO INSTEAD NOTHING;
        CREATE STATISTICS shop.s ON id, state FROM shop."His.tory";
        ALTER PUBLICATION changes ADD TABLE shop."His.tory";
        COMMENT ON TABLE shop."His.tory" IS 'c';
        COMMENT ON COLUMN shop."His.tory".id IS 'c';
        COMMENT ON CONSTRAINT "His.tory_pkey" ON shop."His.tory" IS 'c';
        COMMENT ON INDEX shop."His.tory_pkey" IS 'c';
        COMMENT ON TRIGGER t ON shop."His.tory" IS 'c';
        COMMENT ON POLICY p ON shop."His.tory" IS 'c';
        COMMENT ON RULE r ON shop."His.tory" IS 'c';
        COMMENT ON STATISTICS shop.s IS 'c';
        GRANT SELECT (id), UPDATE ON shop."His.tory" TO PUBLIC;
        """);

    CanonicalSchema without =
        TestDatabases.read(18, database, CatalogOptions.everything().without("shop", "His.tory"));

    assertThat(
            SchemaDiff.between(TestDatabases.read(18, TestDatabases.template(18)), without).lines())
        .isEmpty();
  }

  @Test
  void onlyTheWantedSchemasAreRead() throws Exception {
    CanonicalSchema hostile =
        TestDatabases.read(
            18,
            TestDatabases.template(18),
            CatalogOptions.everything().withSchemas(Set.of("Hostile \"schema\"; --")));

    assertThat(hostile.objects().keySet())
        .isNotEmpty()
        .allMatch(identity -> identity.name().contains("\"Hostile \"\"schema\"\"; --\""));
  }

  @Test
  void valuesOfSequencesAreReadOnlyWhenWanted() throws Exception {
    String database = TestDatabases.copy(18);
    TestDatabases.execute(18, database, "SELECT setval('shop.numbers', 42)");
    CanonicalSchema before = TestDatabases.read(18, TestDatabases.template(18));

    assertThat(TestDatabases.read(18, database)).isEqualTo(before);
    CatalogOptions withValues = CatalogOptions.everything().withSequenceValues();
    assertThat(SchemaDiff.between(before, TestDatabases.read(18, database, withValues)).lines())
        .containsExactly(
            "  CREATE SEQUENCE shop.numbers AS integer START WITH 1 INCREMENT BY 5 MINVALUE 1"
                + " MAXVALUE 1000 CACHE 1 CYCLE",
            "+ SELECT pg_catalog.setval('shop.numbers', 42)");
  }

  @Test
  void indexWhoseConcurrentBuildFailedIsShownAsInvalid() throws Exception {
    String database = PostgresServers.get(18).newDatabase();
    TestDatabases.execute(18, database, "CREATE TABLE a (b int); INSERT INTO a VALUES (1), (1)");

    assertThatThrownBy(
            () ->
                TestDatabases.execute(
                    18, database, "CREATE UNIQUE INDEX CONCURRENTLY a_b ON a (b)"))
        .hasRootCauseMessage(
            "ERROR: could not create unique index \"a_b\"\n  Detail: Key (b)=(1) is duplicated.");

    assertThat(TestDatabases.read(18, database).text())
        .contains("CREATE UNIQUE INDEX a_b ON public.a USING btree (b) -- INVALID");
  }

  @Test
  void connectionInATransactionIsRefused() throws Exception {
    try (Connection connection = PostgresServers.get(18).connect("postgres")) {
      connection.setAutoCommit(false);

      assertThatThrownBy(() -> SchemaReader.read(connection, CatalogOptions.everything()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
