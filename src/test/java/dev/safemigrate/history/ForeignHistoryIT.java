package dev.safemigrate.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.embedded.PostgresServers;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.NamingStyle;
import dev.safemigrate.source.SourceFile;
import dev.safemigrate.source.SourceSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** History tables as the tools make them, on a real server. */
class ForeignHistoryIT {

  private static final String FLYWAY =
      """
      CREATE TABLE flyway_schema_history (
        "installed_rank" int NOT NULL CONSTRAINT "flyway_schema_history_pk" PRIMARY KEY,
        "version" varchar(50), "description" varchar(200) NOT NULL, "type" varchar(20) NOT NULL,
        "script" varchar(1000) NOT NULL, "checksum" integer, "installed_by" varchar(100) NOT NULL,
        "installed_on" timestamp NOT NULL DEFAULT now(), "execution_time" integer NOT NULL,
        "success" boolean NOT NULL);
      """;

  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    PostgresServers servers = PostgresServers.get(18);
    connection = servers.connect(servers.newDatabase());
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void databaseWithoutHistoryHasNone() throws SQLException {
    assertThat(ForeignHistory.find(connection)).isEmpty();
  }

  @Test
  void tableOfTheNameWithOtherColumnsIsNoHistory() throws SQLException {
    execute(
        "CREATE TABLE flyway_schema_history (id int); CREATE TABLE changelog (id int, what text)");
    assertThat(ForeignHistory.find(connection)).isEmpty();
  }

  @Test
  void railsTableIsNotTakenForDbmates() throws SQLException {
    execute("CREATE TABLE schema_migrations (version varchar PRIMARY KEY)");
    assertThat(ForeignHistory.find(connection))
        .extracting(ForeignHistory::tool)
        .containsExactly(NamingStyle.DBMATE);
    execute("CREATE TABLE ar_internal_metadata (key varchar PRIMARY KEY, value varchar)");
    assertThat(ForeignHistory.find(connection)).isEmpty();
  }

  @Test
  void flywayCountsTheLastRowOfAVersion() throws SQLException {
    execute(FLYWAY);
    flyway(1, "'1'", "one", "SQL", "1", true);
    flyway(2, "'2.0'", "two", "SQL", "1", true);
    flyway(3, "'3'", "three", "SQL", "1", false);
    flyway(4, "'4'", "four", "SQL", "1", true);
    flyway(5, "'4'", "four", "UNDO_SQL", "1", true);
    flyway(6, "'5'", "five", "SQL", "1", true);
    flyway(7, "'5'", "five", "DELETE", "1", true);
    assertThat(
            applied(
                NamingStyle.FLYWAY,
                "V01__one.sql",
                "V2__two.sql",
                "V3__three.sql",
                "V4__four.sql",
                "V5__five.sql",
                "V6__six.sql"))
        .containsExactlyInAnyOrder("01", "2");
  }

  @Test
  void flywayBaselineStandsForEverythingUpToIt() throws SQLException {
    execute(FLYWAY);
    flyway(0, "NULL", "<< Flyway Schema Creation >>", "SCHEMA", "NULL", true);
    flyway(1, "'10'", "<< Flyway Baseline >>", "BASELINE", "NULL", true);
    assertThat(applied(NamingStyle.FLYWAY, "V9__a.sql", "V10__b.sql", "V11__c.sql"))
        .containsExactlyInAnyOrder("9", "10");
  }

  @Test
  void flywayRepeatableIsAppliedWhileItsChecksumIs() throws SQLException {
    execute(FLYWAY);
    flyway(1, "NULL", "same view", "SQL", "-1039259818", true);
    flyway(2, "NULL", "other view", "SQL", "7", true);
    String sql = "alter table location_history add column valid_until timestamp with time zone;";
    List<SourceFile> files = List.of(file("R__same_view.sql", sql), file("R__other_view.sql", sql));
    assertThat(applied(NamingStyle.FLYWAY, files)).containsExactly("same view");
  }

  @Test
  void liquibaseKnowsAChangesetByIdAuthorAndTheEndOfItsFile() throws SQLException {
    execute(
        """
        CREATE TABLE databasechangelog (
          ID varchar(255) NOT NULL, AUTHOR varchar(255) NOT NULL, FILENAME varchar(255) NOT NULL,
          DATEEXECUTED timestamp NOT NULL, ORDEREXECUTED int NOT NULL, EXECTYPE varchar(10) NOT NULL,
          MD5SUM varchar(35), DESCRIPTION varchar(255), COMMENTS varchar(255), TAG varchar(255),
          LIQUIBASE varchar(20), CONTEXTS varchar(255), LABELS varchar(255),
          DEPLOYMENT_ID varchar(10));
        INSERT INTO databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype)
        VALUES ('1', 'shop', 'classpath:db/changes.sql', now(), 1, 'EXECUTED'),
          ('2', 'shop', 'db/changes.sql', now(), 2, 'FAILED'),
          ('3', 'shop', 'db/changes.sql', now(), 3, 'MARK_RAN'),
          ('4', 'shop', 'db/other-changes.sql', now(), 4, 'EXECUTED');
        """);
    String sql =
        """
        --liquibase formatted sql
        --changeset shop:1
        SELECT 1;
        --changeset shop:2
        SELECT 2;
        --changeset shop:3
        SELECT 3;
        --changeset shop:4
        SELECT 4;
        """;
    assertThat(applied(NamingStyle.LIQUIBASE, List.of(file("changes.sql", sql))))
        .containsExactlyInAnyOrder("changes.sql::1::shop", "changes.sql::3::shop");
  }

  @Test
  void golangMigrateIsAtOneVersion() throws SQLException {
    execute(
        """
        CREATE TABLE schema_migrations (version bigint NOT NULL PRIMARY KEY, dirty boolean NOT NULL);
        INSERT INTO schema_migrations VALUES (2, false);
        """);
    String[] files = {"000001_a.up.sql", "000002_b.up.sql", "000003_c.up.sql"};
    assertThat(applied(NamingStyle.GOLANG_MIGRATE, files))
        .containsExactlyInAnyOrder("000001", "000002");
    execute("UPDATE schema_migrations SET dirty = true");
    assertThat(applied(NamingStyle.GOLANG_MIGRATE, files)).containsExactly("000001");
    execute("DELETE FROM schema_migrations");
    assertThat(applied(NamingStyle.GOLANG_MIGRATE, files)).isEmpty();
  }

  @Test
  void alembicHeadStandsForItsAncestors() throws SQLException {
    execute(
        """
        CREATE TABLE alembic_version (version_num varchar(32) NOT NULL,
          CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));
        INSERT INTO alembic_version VALUES ('bbb');
        """);
    String sql =
        """
        -- Running upgrade  -> aaa, first
        SELECT 1;
        -- Running upgrade aaa -> bbb, second
        SELECT 2;
        -- Running upgrade aaa -> xxx, branch
        SELECT 3;
        -- Running upgrade bbb, xxx -> ccc, merge
        SELECT 4;
        """;
    List<SourceFile> files = List.of(file("upgrade.sql", sql));
    assertThat(applied(NamingStyle.ALEMBIC, files)).containsExactlyInAnyOrder("aaa", "bbb");
    execute("UPDATE alembic_version SET version_num = 'ccc'");
    assertThat(applied(NamingStyle.ALEMBIC, files)).hasSize(4);
  }

  @Test
  void gooseCountsTheNewestRowOfAVersion() throws SQLException {
    execute(
        """
        CREATE TABLE goose_db_version (
          id integer PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, version_id bigint NOT NULL,
          is_applied boolean NOT NULL, tstamp timestamp NOT NULL DEFAULT now());
        INSERT INTO goose_db_version (version_id, is_applied)
        VALUES (0, true), (1, true), (2, true), (2, false), (3, true), (3, false), (3, true);
        """);
    assertThat(
            applied(
                NamingStyle.GOOSE,
                List.of(
                    file("00001_a.sql", "-- +goose Up\nSELECT 1;"),
                    file("00002_b.sql", "-- +goose Up\nSELECT 2;"),
                    file("00003_c.sql", "-- +goose Up\nSELECT 3;"))))
        .containsExactlyInAnyOrder("00001", "00003");
  }

  @Test
  void knexIsRecognised() throws SQLException {
    execute(
        """
        CREATE TABLE knex_migrations (id serial PRIMARY KEY, name varchar(255), batch int,
          migration_time timestamptz);
        """);
    assertThat(ForeignHistory.find(connection))
        .extracting(ForeignHistory::tool)
        .containsExactly(NamingStyle.KNEX);
  }

  @Test
  void dbmateNamesVersions() throws SQLException {
    execute(
        """
        CREATE TABLE schema_migrations (version varchar(255) PRIMARY KEY);
        INSERT INTO schema_migrations VALUES ('20240101000000');
        """);
    assertThat(
            applied(
                NamingStyle.DBMATE,
                List.of(
                    file("20240101000000_a.sql", "-- migrate:up\nSELECT 1;\n-- migrate:down"),
                    file("20240102000000_b.sql", "-- migrate:up\nSELECT 2;\n-- migrate:down"))))
        .containsExactly("20240101000000");
  }

  @Test
  void dieselNamesVersionsWithoutDashes() throws SQLException {
    execute(
        """
        CREATE TABLE __diesel_schema_migrations (version varchar(50) PRIMARY KEY NOT NULL,
          run_on timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP);
        INSERT INTO __diesel_schema_migrations VALUES ('20240101000000');
        """);
    assertThat(
            applied(NamingStyle.DIESEL, "2024-01-01-000000_a/up.sql", "2024-01-02-000000_b/up.sql"))
        .containsExactly("20240101000000");
  }

  @Test
  void prismaCountsWhatEndedAndWasNotTakenBack() throws SQLException {
    execute(
        """
        CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL,
          finished_at timestamptz, migration_name varchar(255) NOT NULL, logs text,
          rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(),
          applied_steps_count integer NOT NULL DEFAULT 0);
        INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, rolled_back_at)
        VALUES ('a', '', '20240101000000_a', now(), NULL), ('b', '', '20240102000000_b', NULL, NULL),
          ('c', '', '20240103000000_c', NULL, now()), ('d', '', '20240103000000_c', now(), NULL);
        """);
    assertThat(
            applied(
                NamingStyle.PRISMA,
                "20240101000000_a/migration.sql",
                "20240102000000_b/migration.sql",
                "20240103000000_c/migration.sql"))
        .containsExactlyInAnyOrder("20240101000000_a", "20240103000000_c");
  }

  @Test
  void sqlxCountsSuccess() throws SQLException {
    execute(
        """
        CREATE TABLE _sqlx_migrations (version bigint PRIMARY KEY, description text NOT NULL,
          installed_on timestamptz NOT NULL DEFAULT now(), success boolean NOT NULL,
          checksum bytea NOT NULL, execution_time bigint NOT NULL);
        INSERT INTO _sqlx_migrations VALUES (1, 'a', now(), true, '', 1), (2, 'b', now(), false, '', 1);
        """);
    assertThat(applied(NamingStyle.SQLX, "0001_a.sql", "0002_b.sql")).containsExactly("0001");
  }

  @Test
  void sqlMigrateNamesFiles() throws SQLException {
    execute(
        """
        CREATE TABLE gorp_migrations (id text PRIMARY KEY, applied_at timestamptz);
        INSERT INTO gorp_migrations VALUES ('1_a.sql', now());
        """);
    assertThat(
            applied(
                NamingStyle.SQL_MIGRATE,
                List.of(
                    file("1_a.sql", "-- +migrate Up\nSELECT 1;"),
                    file("2_b.sql", "-- +migrate Up\nSELECT 2;"))))
        .containsExactly("1_a.sql");
  }

  @Test
  void mybatisNamesNumbersInAnySchema() throws SQLException {
    execute(
        """
        CREATE SCHEMA "other Schema";
        CREATE TABLE "other Schema".CHANGELOG (ID numeric(20, 0) NOT NULL PRIMARY KEY,
          APPLIED_AT varchar(25) NOT NULL, DESCRIPTION varchar(255) NOT NULL);
        INSERT INTO "other Schema".changelog VALUES (1, '2024-01-01 00:00:00', 'a');
        """);
    assertThat(
            applied(
                NamingStyle.MYBATIS,
                List.of(file("001_a.sql", "-- // a"), file("002_b.sql", "-- // b"))))
        .containsExactly("001");
  }

  private void flyway(
      int rank, String version, String description, String type, String checksum, boolean success)
      throws SQLException {
    execute(
        "INSERT INTO flyway_schema_history VALUES (%d, %s, '%s', '%s', 'script', %s, 'me', now(), 1, %s)"
            .formatted(rank, version, description, type, checksum, success));
  }

  private Set<String> applied(NamingStyle style, String... names) throws SQLException {
    List<SourceFile> files = new ArrayList<>();
    for (String name : names) {
      files.add(file(name, "SELECT 1;"));
    }
    return applied(style, files);
  }

  private Set<String> applied(NamingStyle style, List<SourceFile> files) throws SQLException {
    List<MigrationScript> scripts =
        MigrationFolder.read(files, SourceSettings.DEFAULT.withStyle(style)).migrations();
    assertThat(scripts).isNotEmpty();
    List<ForeignHistory> found = ForeignHistory.find(connection);
    assertThat(found).hasSize(1);
    assertThat(found.get(0).tool()).isEqualTo(style);
    return found.get(0).applied(connection, scripts);
  }

  private static SourceFile file(String name, String sql) {
    return new SourceFile("migrations/" + name, name, sql.getBytes(UTF_8));
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
