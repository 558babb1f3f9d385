package dev.safemigrate.runner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.NamingStyle;
import dev.safemigrate.source.SourceFile;
import dev.safemigrate.source.SourceSettings;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A database that each tool has migrated is taken over, and the rest is applied by us. The tables
 * are those that the tools make, with what they write into them.
 */
class AdoptedToolsIT {

  private static final String ONE = "CREATE TABLE one (id int);";
  private static final String TWO = "CREATE TABLE two (id int);";
  private static final String THREE = "CREATE TABLE three (id int);";

  /**
   * A project of three migrations, two of which the tool has applied.
   *
   * @param tool whose history it is
   * @param style of the project's files
   * @param made what the tool has made beside the migrations
   * @param table that it keeps
   * @param files with what they hold
   */
  private record Project(
      NamingStyle tool, NamingStyle style, String table, String made, List<SourceFile> files) {}

  static Stream<Named<Project>> projects() {
    return Stream.of(
            liquibase(),
            alembic(),
            knex(),
            dbmate(),
            goose(),
            diesel(),
            sqlx(),
            sqlMigrate(),
            mybatis())
        .map(project -> Named.of(project.tool().parameter(), project));
  }

  @ParameterizedTest
  @MethodSource("projects")
  void historyIsTakenOverOnceAndTheRestIsApplied(Project project) throws Exception {
    TestDatabase database = TestDatabase.create(18);
    execute(database, ONE + TWO + project.made());
    List<String> toolsRows = rows(database, project.table());
    TestRun run = new TestRun(database).scripts(scripts(project));

    assertThat(run.adopt(project.tool(), true)).hasSize(2);
    assertThat(run.status()).allMatch(line -> line.endsWith(" pending"));
    assertThat(run.adopt(project.tool(), false)).hasSize(2);
    assertThat(run.adopt(project.tool(), false)).isEmpty();
    assertThat(run.status())
        .extracting(line -> line.substring(line.lastIndexOf(' ') + 1))
        .containsExactly("applied", "applied", "pending");
    assertThat(run.apply().applied()).hasSize(1);
    assertThat(run.status()).hasSize(3).allMatch(line -> line.endsWith(" applied"));
    assertThat(rows(database, "three")).isEmpty();
    assertThat(rows(database, project.table())).isEqualTo(toolsRows);
  }

  private static Project liquibase() {
    return new Project(
        NamingStyle.LIQUIBASE,
        NamingStyle.LIQUIBASE,
        "databasechangelog",
        """
        CREATE TABLE databasechangeloglock (ID integer NOT NULL, LOCKED boolean NOT NULL,
          LOCKGRANTED timestamp without time zone, LOCKEDBY varchar(255),
          CONSTRAINT databasechangeloglock_pkey PRIMARY KEY (ID));
        INSERT INTO databasechangeloglock VALUES (1, false, NULL, NULL);
        CREATE TABLE databasechangelog (
          ID varchar(255) NOT NULL, AUTHOR varchar(255) NOT NULL, FILENAME varchar(255) NOT NULL,
          DATEEXECUTED timestamp without time zone NOT NULL, ORDEREXECUTED integer NOT NULL,
          EXECTYPE varchar(10) NOT NULL, MD5SUM varchar(35), DESCRIPTION varchar(255),
          COMMENTS varchar(255), TAG varchar(255), LIQUIBASE varchar(20), CONTEXTS varchar(255),
          LABELS varchar(255), DEPLOYMENT_ID varchar(10));
        INSERT INTO databasechangelog VALUES
          ('1', 'shop', 'db/changelog.sql', '2024-01-01 10:00', 1, 'EXECUTED',
            '9:d41d8cd98f00b204e9800998ecf8427e', 'sql', '', NULL, '4.29.2', NULL, NULL, '4104000001'),
          ('2', 'shop', 'db/changelog.sql', '2024-01-02 10:00', 2, 'RERAN',
            '9:d41d8cd98f00b204e9800998ecf8427f', 'sql', '', 'v1', '4.29.2', NULL, NULL, '4104000002');
        """,
        List.of(
            file(
                "changelog.sql",
                """
                --liquibase formatted sql
                --changeset shop:1
                %s
                --changeset shop:2
                %s
                --changeset shop:3
                %s
                """
                    .formatted(ONE, TWO, THREE))));
  }

  /** What {@code alembic upgrade --sql} prints, without its own table. */
  private static Project alembic() {
    return new Project(
        NamingStyle.ALEMBIC,
        NamingStyle.ALEMBIC,
        "alembic_version",
        """
        CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,
          CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));
        INSERT INTO alembic_version VALUES ('b2');
        """,
        List.of(
            file(
                "upgrade.sql",
                """
                -- Running upgrade  -> a1
                %s
                -- Running upgrade a1 -> b2
                %s
                -- Running upgrade b2 -> c3
                %s
                """
                    .formatted(ONE, TWO, THREE))));
  }

  /** Its JavaScript was rewritten as SQL under the same numbers. */
  private static Project knex() {
    return new Project(
        NamingStyle.KNEX,
        NamingStyle.FLYWAY,
        "knex_migrations",
        """
        CREATE TABLE knex_migrations (id serial PRIMARY KEY, name varchar(255), batch integer,
          migration_time timestamptz);
        CREATE TABLE knex_migrations_lock (index serial PRIMARY KEY, is_locked integer);
        INSERT INTO knex_migrations_lock (is_locked) VALUES (0);
        INSERT INTO knex_migrations (name, batch, migration_time) VALUES
          ('20240101100000_one.js', 1, '2024-01-01 10:00Z'),
          ('20240102100000_two.ts', 2, '2024-01-02 10:00Z');
        """,
        List.of(
            file("V20240101100000__one.sql", ONE),
            file("V20240102100000__two.sql", TWO),
            file("V20240103100000__three.sql", THREE)));
  }

  private static Project dbmate() {
    return new Project(
        NamingStyle.DBMATE,
        NamingStyle.DBMATE,
        "schema_migrations",
        """
        CREATE TABLE "public"."schema_migrations" (version varchar(255) PRIMARY KEY);
        INSERT INTO schema_migrations VALUES ('20240101100000'), ('20240102100000');
        """,
        List.of(
            file("20240101100000_one.sql", "-- migrate:up\n" + ONE + "\n-- migrate:down\n"),
            file("20240102100000_two.sql", "-- migrate:up\n" + TWO + "\n-- migrate:down\n"),
            file("20240103100000_three.sql", "-- migrate:up\n" + THREE + "\n-- migrate:down\n")));
  }

  private static Project goose() {
    return new Project(
        NamingStyle.GOOSE,
        NamingStyle.GOOSE,
        "goose_db_version",
        """
        CREATE TABLE goose_db_version (
          id integer PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, version_id bigint NOT NULL,
          is_applied boolean NOT NULL, tstamp timestamp NOT NULL DEFAULT now());
        INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, true), (1, true), (2, true);
        """,
        List.of(
            file("00001_one.sql", "-- +goose Up\n" + ONE),
            file("00002_two.sql", "-- +goose Up\n" + TWO),
            file("00003_three.sql", "-- +goose Up\n" + THREE)));
  }

  private static Project diesel() {
    return new Project(
        NamingStyle.DIESEL,
        NamingStyle.DIESEL,
        "__diesel_schema_migrations",
        """
        CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY NOT NULL,
          run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP);
        INSERT INTO __diesel_schema_migrations (version) VALUES ('20240101100000'), ('20240102100000');
        """,
        List.of(
            file("2024-01-01-100000_one/up.sql", ONE),
            file("2024-01-01-100000_one/down.sql", "DROP TABLE one;"),
            file("2024-01-02-100000_two/up.sql", TWO),
            file("2024-01-03-100000_three/up.sql", THREE)));
  }

  private static Project sqlx() {
    return new Project(
        NamingStyle.SQLX,
        NamingStyle.SQLX,
        "_sqlx_migrations",
        """
        CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL,
          installed_on TIMESTAMPTZ NOT NULL DEFAULT now(), success BOOLEAN NOT NULL,
          checksum BYTEA NOT NULL, execution_time BIGINT NOT NULL);
        INSERT INTO _sqlx_migrations VALUES
          (20240101100000, 'one', now(), true, '\\x%s', 1200),
          (20240102100000, 'two', now(), true, '\\x%s', 1200);
        """
            .formatted(sha384(ONE), sha384(TWO)),
        List.of(
            file("20240101100000_one.sql", ONE),
            file("20240102100000_two.sql", TWO),
            file("20240103100000_three.sql", THREE)));
  }

  private static Project sqlMigrate() {
    return new Project(
        NamingStyle.SQL_MIGRATE,
        NamingStyle.SQL_MIGRATE,
        "gorp_migrations",
        """
        create table "gorp_migrations" ("id" text not null primary key,
          "applied_at" timestamp with time zone);
        INSERT INTO gorp_migrations VALUES ('1_one.sql', now()), ('2_two.sql', now());
        """,
        List.of(
            file("1_one.sql", "-- +migrate Up\n" + ONE),
            file("2_two.sql", "-- +migrate Up\n" + TWO),
            file("3_three.sql", "-- +migrate Up\n" + THREE)));
  }

  private static Project mybatis() {
    return new Project(
        NamingStyle.MYBATIS,
        NamingStyle.MYBATIS,
        "changelog",
        """
        CREATE TABLE CHANGELOG (ID NUMERIC(20,0) NOT NULL, APPLIED_AT VARCHAR(25) NOT NULL,
          DESCRIPTION VARCHAR(255) NOT NULL);
        ALTER TABLE CHANGELOG ADD CONSTRAINT PK_CHANGELOG PRIMARY KEY (id);
        INSERT INTO changelog VALUES (20240101100000, '2024-01-01 10:00:00', 'one'),
          (20240102100000, '2024-01-02 10:00:00', 'two');
        """,
        List.of(
            file("20240101100000_one.sql", "-- // one\n" + ONE + "\n-- //@UNDO\nDROP TABLE one;"),
            file("20240102100000_two.sql", "-- // two\n" + TWO + "\n-- //@UNDO\nDROP TABLE two;"),
            file("20240103100000_three.sql", "-- // three\n" + THREE)));
  }

  private static List<MigrationScript> scripts(Project project) {
    MigrationFolder folder =
        MigrationFolder.read(project.files(), SourceSettings.DEFAULT.withStyle(project.style()));
    assertThat(folder.problems()).isEmpty();
    return folder.migrations();
  }

  private static SourceFile file(String name, String sql) {
    return new SourceFile("db/" + name, name, sql.getBytes(UTF_8));
  }

  private static String sha384(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-384").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-384", e);
    }
  }

  private static void execute(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> rows(TestDatabase database, String table) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT t::text FROM " + table + " t")) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
    }
    return rows;
  }
}
