package dev.safemigrate.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MigrationFolderTest {

  private final List<SourceFile> files = new ArrayList<>();
  private SourceSettings settings = SourceSettings.DEFAULT;

  private MigrationFolderTest file(String name, String text) {
    files.add(new SourceFile("db/" + name, name, text.getBytes(UTF_8)));
    return this;
  }

  private MigrationFolder read() {
    return MigrationFolder.read(files, settings);
  }

  private List<String> problems() {
    return read().problems().stream().map(SourceProblem::line).toList();
  }

  private List<String> paths() {
    return read().migrations().stream().map(MigrationScript::name).toList();
  }

  private static String up(MigrationScript script) {
    return script.sql().text().strip();
  }

  private static String down(MigrationScript script) {
    return script.down().map(MigrationFolderTest::up).orElse("none");
  }

  @Test
  void golangMigratePairsBothDirections() {
    file("000002_b.up.sql", "b").file("000001_a.up.sql", "a").file("000001_a.down.sql", "-a");
    assertThat(read().style()).isEqualTo(NamingStyle.GOLANG_MIGRATE);
    assertThat(paths()).containsExactly("000001_a.up.sql", "000002_b.up.sql");
    assertThat(down(read().migrations().get(0))).isEqualTo("-a");
    file("3_c.sql", "c").file("4_d.down.sql", "-d");
    assertThat(problems())
        .containsExactly(
            "db/3_c.sql: the name says neither .up.sql nor .down.sql, so golang-migrate never runs"
                + " it",
            "db/4_d.down.sql: takes back a version that no file brings; it is never run");
  }

  @Test
  void plainFilesWithDownBesideThemAreUp() {
    file("1_a.sql", "a").file("1_a_down.sql", "-a").file("2_b.sql", "b").file("2_b_down.sql", "-b");
    assertThat(read().style()).isEqualTo(NamingStyle.GOLANG_MIGRATE);
    assertThat(paths()).containsExactly("1_a.sql", "2_b.sql");
    assertThat(down(read().migrations().get(1))).isEqualTo("-b");
    assertThat(read().problems()).isEmpty();
  }

  @Test
  void sqlxFilesMaySayNoTransaction() {
    file("20220101000000_a-b.sql", "-- no-transaction\nVACUUM").file("3_c.sql", "c");
    assertThat(read().style()).isEqualTo(NamingStyle.SQLX);
    assertThat(paths()).containsExactly("3_c.sql", "20220101000000_a-b.sql");
    assertThat(read().migrations().get(1).transaction()).isEqualTo(TransactionSwitch.OFF);
  }

  @Test
  void atlasFilesHaveATransactionMode() {
    file("atlas.sum", "h1:").file("2_b.sql", "b").file("1_a.sql", "-- atlas:txmode none\n\na");
    assertThat(read().style()).isEqualTo(NamingStyle.ATLAS);
    assertThat(read().migrations())
        .extracting(MigrationScript::transaction)
        .containsExactly(TransactionSwitch.OFF, TransactionSwitch.UNSAID);
  }

  @Test
  void dieselFoldersAreOrderedWithoutTheirDashes() {
    file("2020-01-02-000000_b/up.sql", "b").file("20200101000000_a/up.sql", "a");
    file("20200101000000_a/down.sql", "-a").file("stray.sql", "x");
    file("2020-01-02-000000_b/metadata.toml", "run_in_transaction = false\n");
    MigrationFolder folder = read();
    assertThat(folder.style()).isEqualTo(NamingStyle.DIESEL);
    assertThat(folder.migrations())
        .extracting(MigrationScript::identity)
        .containsExactly("20200101000000", "20200102000000");
    assertThat(folder.migrations().get(1).transaction()).isEqualTo(TransactionSwitch.OFF);
    assertThat(problems())
        .containsExactly("db/stray.sql: diesel does not run this file, so it is left out");
    assertThat(folder.refused()).isFalse();
  }

  @Test
  void prismaFoldersAreTheirOwnNames() {
    file("migration_lock.toml", "provider").file("02_b/migration.sql", "b");
    file("01_init/migration.sql", "a");
    assertThat(read().style()).isEqualTo(NamingStyle.PRISMA);
    assertThat(read().migrations())
        .extracting(MigrationScript::identity)
        .containsExactly("01_init", "02_b");
  }

  @Test
  void gooseVariablesOfTheEnvironmentAreShown() {
    file(
        "1_a.sql",
        "-- +goose Up\nSELECT '${NOT_YET}', $body$x$body$;\n-- +goose ENVSUB ON\n"
            + "SELECT '${REGION}', '$TOKEN', '${ZONE:-eu}', $$;\n-- +goose ENVSUB OFF\n"
            + "SELECT '$LATER';\n-- +goose Down\nSELECT 1;\n");
    assertThat(read().problems())
        .extracting(SourceProblem::line)
        .filteredOn(line -> line.contains("environment"))
        .hasSize(3)
        .anySatisfy(line -> assertThat(line).contains(":4:9:").contains("REGION"))
        .anySatisfy(line -> assertThat(line).contains("TOKEN"))
        .anySatisfy(line -> assertThat(line).contains("ZONE"));
  }

  @Test
  void gooseFilesHoldBothDirections() {
    file(
        "00001_a.sql",
        "-- +goose NO TRANSACTION\n-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\n"
            + "-- +goose StatementEnd\n-- +goose Down\nSELECT 2;\n");
    file("00002_b.go", "package x").file("3_c.sql", "-- +goose up\nSELECT 3; -- +goose Wrong");
    MigrationFolder folder = read();
    assertThat(folder.style()).isEqualTo(NamingStyle.GOOSE);
    MigrationScript first = folder.migrations().get(0);
    assertThat(up(first)).isEqualTo("SELECT 1;");
    assertThat(down(first)).isEqualTo("SELECT 2;");
    assertThat(first.transaction()).isEqualTo(TransactionSwitch.OFF);
    int offset = first.sql().text().indexOf("SELECT");
    assertThat(first.sql().position(offset)).isEqualTo(new Position(4, 1));
    SqlText back = first.down().orElseThrow().sql();
    assertThat(back.position(back.text().indexOf("SELECT"))).isEqualTo(new Position(7, 1));
    assertThat(folder.notAnalysed()).hasSize(1);
    assertThat(folder.problems()).isEmpty();
  }

  @Test
  void markersThatAreMissingOrUnknownAreTold() {
    file("1_a.sql", "-- +migrate Up\nSELECT 1").file("2_b.sql", "SELECT 2");
    file("3_c.sql", "-- +migrate Up notransaction\n-- +migrate Upp\n-- +migrate Down\n");
    assertThat(read().style()).isEqualTo(NamingStyle.SQL_MIGRATE);
    assertThat(problems())
        .containsExactly(
            "db/2_b.sql: has no line that starts the way up, -- +migrate Up",
            "db/2_b.sql: is empty: there is nothing to run",
            "db/3_c.sql:2:1: not a marker that sql-migrate knows: -- +migrate Upp",
            "db/3_c.sql: is empty: there is nothing to run");
    assertThat(read().migrations().get(2).transaction()).isEqualTo(TransactionSwitch.OFF);
  }

  @Test
  void dbmateMayHaveSeveralBlocks() {
    file(
        "20200101_a.sql",
        "-- migrate:up transaction:false\nA;\n-- migrate:down\nB;\n"
            + "-- migrate:up\nC;\n-- migrate:down\nD;\n");
    MigrationScript script = read().migrations().get(0);
    assertThat(read().style()).isEqualTo(NamingStyle.DBMATE);
    assertThat(up(script).lines().filter(line -> !line.isBlank())).containsExactly("A;", "C;");
    assertThat(down(script)).contains("B;").contains("D;").doesNotContain("C");
    assertThat(script.transaction()).isEqualTo(TransactionSwitch.OFF);
    assertThat(script.down().orElseThrow().transaction()).isEqualTo(TransactionSwitch.UNSAID);
    assertThat(read().problems()).isEmpty();
  }

  @Test
  void mybatisUndoesBehindItsMarker() {
    file("20200101_a.sql", "-- // First\nA ${schema};\n\n--//@UNDO\nB;\n");
    file("bootstrap.sql", "-- // x\nCREATE").file("onabort.sql", "ROLLBACK");
    settings =
        settings.withPlaceholders(PlaceholderSettings.DEFAULT.withValues(Map.of("schema", "app")));
    MigrationFolder folder = read();
    assertThat(folder.style()).isEqualTo(NamingStyle.MYBATIS);
    assertThat(up(folder.migrations().get(0))).isEqualTo("-- // First\nA app;");
    assertThat(down(folder.migrations().get(0))).isEqualTo("B;");
    assertThat(folder.base()).hasSize(1);
    assertThat(folder.callbacks()).hasSize(1);
  }

  @Test
  void liquibaseChangesetsAreMigrations() {
    file(
        "a.sql",
        """
        --liquibase formatted sql
        --changeset ann:1 runInTransaction:false labels:"x y"
        --precondition-sql-check expectedResult:0 SELECT count(*) FROM t
        CREATE TABLE t (a int);
        --rollback DROP TABLE t;
        --rollback SELECT 1;
        --changeset "bob b":two endDelimiter:GO
        SELECT 2
        GO
        /* liquibase rollback
        SELECT 3;
        */
        --changeset ann:3 dbms:oracle
        SELECT 4 FROM dual;
        --changeset ann:4
        --ignoreLines:start
        nonsense
        --ignoreLines:end
        SELECT 5;
        --rollback empty
        --changeset ann
        - changeset ann:6
        """);
    file("master.xml", "<databaseChangeLog/>");
    MigrationFolder folder = read();
    assertThat(folder.style()).isEqualTo(NamingStyle.LIQUIBASE);
    assertThat(folder.migrations())
        .extracting(MigrationScript::identity)
        .containsExactly("a.sql::1::ann", "a.sql::two::bob b", "a.sql::4::ann");
    MigrationScript first = folder.migrations().get(0);
    assertThat(up(first)).isEqualTo("CREATE TABLE t (a int);");
    assertThat(down(first).lines().map(String::strip))
        .containsExactly("DROP TABLE t;", "SELECT 1;");
    assertThat(first.transaction()).isEqualTo(TransactionSwitch.OFF);
    SqlText rollback = first.down().orElseThrow().sql();
    assertThat(rollback.position(rollback.text().indexOf("DROP"))).isEqualTo(new Position(5, 12));
    assertThat(up(folder.migrations().get(1))).startsWith("SELECT 2\n; ");
    assertThat(down(folder.migrations().get(1))).isEqualTo("SELECT 3;");
    assertThat(up(folder.migrations().get(2))).isEqualTo("SELECT 5;");
    assertThat(down(folder.migrations().get(2))).isEqualTo("none");
    assertThat(folder.notAnalysed()).hasSize(1);
    assertThat(problems())
        .containsExactly(
            "db/a.sql:3:1: the precondition is not evaluated; the changeset is read as if it ran",
            "db/a.sql:13:1: the changeset is for oracle and is left out",
            "db/a.sql:21:1: a changeset line needs author:id, as in '--changeset author:1'",
            "db/a.sql:22:1: a changeset line begins with '--'");
  }

  @Test
  void alembicOutputIsCutAtItsRevisions() {
    file(
        "all.sql",
        """
        BEGIN;

        CREATE TABLE alembic_version (version_num varchar(32));

        -- Running upgrade  -> 1975ea, first
        CREATE TABLE a (b int);

        -- Running upgrade 1975ea -> ae10
        ALTER TABLE a ADD c int;

        COMMIT;
        """);
    file(
        "down.sql",
        "BEGIN;\n-- Running downgrade ae10 -> 1975ea\nALTER TABLE a DROP c;\nCOMMIT;\n");
    file("env.py", "import x")
        .file("ae10_x.py", "revision = 'ae10'\ndown_revision: str = '1975ea'\n");
    MigrationFolder folder = read();
    assertThat(folder.style()).isEqualTo(NamingStyle.ALEMBIC);
    assertThat(folder.migrations())
        .extracting(MigrationScript::identity)
        .containsExactly("1975ea", "ae10");
    assertThat(up(folder.migrations().get(0)))
        .startsWith("CREATE TABLE alembic_version")
        .endsWith("CREATE TABLE a (b int);");
    assertThat(folder.migrations().get(0).description()).isEqualTo("first");
    assertThat(up(folder.migrations().get(1))).endsWith("ALTER TABLE a ADD c int;");
    assertThat(down(folder.migrations().get(1))).endsWith("ALTER TABLE a DROP c;");
    assertThat(folder.notAnalysed())
        .containsExactly(
            new NotAnalysed(
                "db/ae10_x.py",
                "an Alembic revision in Python; 'alembic upgrade 1975ea:ae10 --sql' writes it as"
                    + " SQL"));
  }

  @Test
  void knexMigrationsAreListed() {
    file("20200101120000_a.js", "exports.up = 1").file("seed.sql", "x");
    MigrationFolder folder = read();
    assertThat(folder.style()).isEqualTo(NamingStyle.KNEX);
    assertThat(folder.notAnalysed()).hasSize(1);
    assertThat(folder.migrations()).isEmpty();
    assertThat(folder.isEmpty()).isFalse();
  }

  @Test
  void dumpIsABase() {
    file("schema.sql", "--\n-- PostgreSQL database dump\n--\n\n\\restrict abc\n\nSET x = 1;\n");
    assertThat(read().style()).isEqualTo(NamingStyle.PG_DUMP);
    assertThat(read().base()).hasSize(1);
    assertThat(read().migrations()).isEmpty();
  }

  @Test
  void styleCanBeSaid() {
    file("1_a.up.sql", "a");
    settings = settings.withStyle(NamingStyle.FLYWAY);
    assertThat(read().style()).isEqualTo(NamingStyle.FLYWAY);
    assertThat(read().refused()).isTrue();
    assertThat(NamingStyle.ofParameter(" Golang-Migrate ")).contains(NamingStyle.GOLANG_MIGRATE);
    assertThat(NamingStyle.ofParameter("nothing")).isEmpty();
  }
}
