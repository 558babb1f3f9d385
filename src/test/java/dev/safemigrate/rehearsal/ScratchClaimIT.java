package dev.safemigrate.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safemigrate.embedded.PostgresServers;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.Sessions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nothing is dropped from a marked database that may be anybody else's. */
class ScratchClaimIT {

  private static final PostgresServers SERVERS = PostgresServers.get(18);

  @Test
  void whatCameSinceTheMarkIsDroppedAndWhatWasThereStays() throws Exception {
    String database = marked("CREATE FUNCTION early() RETURNS int LANGUAGE sql AS 'SELECT 1'");
    execute(
        database,
        "CREATE FUNCTION late() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE SCHEMA \"public,x\";"
            + " CREATE PUBLICATION late; CREATE TABLE orders (id serial)");
    assertRefused(database, "not empty: it has routine public.early()");
    assertThat(
            text(
                database,
                "SELECT string_agg(nspname, ' ') FROM pg_namespace WHERE oid >= 16384"
                    + " AND nspname !~ '^pg_'"))
        .isNull();
    assertThat(text(database, "SELECT count(*) FROM pg_publication")).isEqualTo("0");
  }

  @Test
  void whatIsNoRelationCountsAsContentAndExtensionsDoNot() throws Exception {
    String database = SERVERS.newDatabase();
    execute(database, "CREATE SCHEMA gist; CREATE EXTENSION btree_gist SCHEMA gist");
    ScratchClaim.take(sessions(database)).close();

    for (String object :
        List.of(
            "SCHEMA audit",
            "TYPE audit AS ENUM ('a')",
            "DOMAIN audit AS text",
            "PUBLICATION audit")) {
      execute(database, "CREATE " + object);
      assertRefused(database, "audit. A rehearsal changes");
      execute(database, "DROP " + object.replaceAll(" AS .*", ""));
    }
    execute(
        database,
        "CREATE FUNCTION audit() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE COLLATION c (locale = 'C')");
    assertRefused(database, "not empty: it has routine public.audit() and 1 more");
  }

  @Test
  void aCopyOfAMarkedDatabaseIsRefused() throws Exception {
    String database = marked("SELECT 1");
    execute(database, "CREATE TABLE orders (id int)");
    String copy = SERVERS.newDatabase(database);

    assertRefused(copy, "is a copy of one that a rehearsal had marked");
    assertThat(text(copy, "SELECT count(*) FROM orders")).isEqualTo("0");
  }

  @Test
  void aMarkThatADumpHasMadeIsRefused() throws Exception {
    String database = marked("SELECT 1");
    String words =
        text(database, "SELECT obj_description('migrate_rehearsal'::regnamespace, 'pg_namespace')");
    execute(
        database,
        "DROP SCHEMA migrate_rehearsal; CREATE SCHEMA migrate_rehearsal;"
            + " COMMENT ON SCHEMA migrate_rehearsal IS '"
            + words
            + "'; CREATE TABLE orders (id int)");

    assertRefused(database, "restored from its dump");
    execute(database, "COMMENT ON SCHEMA migrate_rehearsal IS E'one\\ntwo\\nthree'");
    assertRefused(database, "restored from its dump");
    assertThat(text(database, "SELECT count(*) FROM orders")).isEqualTo("0");
  }

  @Test
  void nothingIsDroppedWhileSomebodyElseIsConnected() throws Exception {
    String database = marked("SELECT 1");
    try (Connection somebody = SERVERS.connect(database)) {
      execute(somebody, "SET application_name = 'psql'; CREATE TABLE orders (id int)");
      assertRefused(database, "psql). Nothing was changed.");
      assertThat(somebody.isValid(5)).isTrue();
    }
    assertThat(text(database, "SELECT count(*) FROM orders")).isEqualTo("0");
  }

  @Test
  void whatWasThereIsNotTakenByACascade() throws Exception {
    String database = marked("CREATE FUNCTION early(n int) RETURNS int LANGUAGE sql AS 'SELECT n'");
    execute(
        database,
        "CREATE TABLE orders (id int); CREATE OR REPLACE FUNCTION early(n int) RETURNS int"
            + " LANGUAGE sql BEGIN ATOMIC SELECT id FROM orders; END");

    assertRefused(database, "objects from before the rehearsal depend on its own");
    assertThat(text(database, "SELECT early(1)")).isNull();
  }

  @Tag("thorough")
  @Test
  void aSecondRehearsalWaitsInVainForTheFirst() throws Exception {
    String database = SERVERS.newDatabase();
    try (ScratchClaim claim = ScratchClaim.take(sessions(database))) {
      execute(database, "CREATE TABLE orders (id int)");
      assertRefused(database, "Another rehearsal is at work");
    }
    assertRefused(database, "not empty: it has table public.orders");
  }

  /** A database that a rehearsal has marked and not given back. */
  private static String marked(String prepared) throws Exception {
    String database = SERVERS.newDatabase();
    execute(database, prepared);
    try (Connection connection = sessions(database).open("killed")) {
      ScratchMark.put(connection);
    }
    return database;
  }

  private static void assertRefused(String database, String words) {
    assertThatThrownBy(() -> ScratchClaim.take(sessions(database)))
        .isInstanceOf(RunException.class)
        .hasMessageContaining(words);
  }

  private static Sessions sessions(String database) {
    return new Sessions(
        RehearsedProject.settings(
            SERVERS.server().url(database), SERVERS.server().user(), SERVERS.server().password()));
  }

  private static void execute(String database, String sql) throws SQLException {
    try (Connection connection = SERVERS.connect(database)) {
      execute(connection, sql);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of the only row. */
  private static String text(String database, String query) throws SQLException {
    try (Connection connection = SERVERS.connect(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }
}
