package dev.safemigrate.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.source.MigrationDraft.NewFile;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewMigrationsTest {

  private static final LocalDateTime NOW = LocalDateTime.of(2026, 11, 1, 12, 30, 15);
  private static final String FUNCTION =
      "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN\n  RETURN NEW;\nEND$$";
  private static final MigrationDraft DRAFT =
      new MigrationDraft(
          "Expand: add it",
          List.of("migrate:phase expand"),
          List.of("ALTER TABLE t ADD COLUMN c int", FUNCTION),
          List.of("DROP FUNCTION f()", "ALTER TABLE t DROP COLUMN c"),
          true);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          flyway         | V7__first.sql                        | 8
          flyway         | V1_09__first.sql                     | 1_10
          flyway         | sub/V2026.01.09__first.sql           | 2026.01.10
          flyway         | V20200101120000__first.sql           | 20261101123015
          golang-migrate | 000009_first.up.sql                  | 000010
          sqlx           | 20991231235959_first.up.sql          | 21000101000000
          diesel         | 2020-01-01-000000_first/up.sql       | 2026-11-01-123015
          prisma         | 20200101120000_first/migration.sql   | 20261101123015
          goose          | 00001_first.sql                      | 00002
          dbmate         | 20200101120000_first.sql             | 20261101123015
          sql-migrate    | 1_first.sql                          | 2
          mybatis        | 20200101120000_first.sql             | 20261101123015
          atlas          | 20200101120000_first.sql             | 20261101123015
          liquibase      | 001_first.sql                        | 002
          """)
  void whatIsWrittenIsReadAgain(String style, String first, String version) {
    NamingStyle naming = NamingStyle.ofParameter(style).orElseThrow();
    List<SourceFile> files = new ArrayList<>(List.of(file(first, firstText(naming))));
    NewMigrations target = NewMigrations.in(read(files, naming), FlywayNames.DEFAULT, "db/", NOW);
    assertThat(target.refusal()).isEmpty();
    assertThat(target.versions(1)).containsExactly(version);
    for (NewFile file : target.files(version, DRAFT)) {
      assertThat(file.path())
          .startsWith("db/" + first.replaceAll("[^/]*(/(up|migration).sql)?$", ""));
      files.add(file(file.path().substring("db/".length()), file.text()));
    }
    MigrationFolder folder = read(files, naming);
    assertThat(folder.problems()).isEmpty();
    assertThat(folder.migrations()).hasSize(2);
    MigrationScript written = folder.migrations().get(1);
    assertThat(written.sql().text()).contains("ADD COLUMN c int", FUNCTION);
    assertThat(written.directives()).hasSize(1);
    assertThat(written.down().isPresent()).isEqualTo(target.hasDown());
    written.down().ifPresent(down -> assertThat(down.sql().text()).contains("DROP COLUMN c"));
  }

  @Test
  void programsAreNotWritten() {
    NewMigrations target =
        NewMigrations.in(read(List.of(), NamingStyle.KNEX), FlywayNames.DEFAULT, "db", NOW);
    assertThat(target.refusal()).isPresent();
  }

  @Test
  void emptyFolderBeginsWithOne() {
    NewMigrations target =
        NewMigrations.in(read(List.of(), NamingStyle.FLYWAY), FlywayNames.DEFAULT, "db", NOW);
    assertThat(target.versions(2)).containsExactly("1", "2");
    assertThat(target.files("1", DRAFT))
        .extracting(NewFile::path)
        .containsExactly("db/V1__expand_add_it.sql", "db/U1__expand_add_it.sql");
  }

  private static String firstText(NamingStyle style) {
    String sql = "CREATE TABLE t (id int);\n";
    return switch (style) {
      case GOOSE -> "-- +goose Up\n" + sql;
      case SQL_MIGRATE -> "-- +migrate Up\n" + sql;
      case DBMATE -> "-- migrate:up\n" + sql;
      case LIQUIBASE -> "--liquibase formatted sql\n--changeset a:1\n" + sql;
      default -> sql;
    };
  }

  private static MigrationFolder read(List<SourceFile> files, NamingStyle style) {
    return MigrationFolder.read(files, SourceSettings.DEFAULT.withStyle(style));
  }

  private static SourceFile file(String name, String text) {
    return new SourceFile("db/" + name, name, text.getBytes(StandardCharsets.UTF_8));
  }
}
