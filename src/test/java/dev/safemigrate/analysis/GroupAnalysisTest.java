package dev.safemigrate.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.finding.Pending;
import dev.safemigrate.rule.Runner;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.SourceFile;
import dev.safemigrate.source.SourceSettings;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Files that are one transaction together are judged as one. */
class GroupAnalysisTest {

  private final List<SourceFile> files = new ArrayList<>();

  private GroupAnalysisTest file(String name, String sql) {
    files.add(new SourceFile("db/" + name, name, sql.getBytes(StandardCharsets.UTF_8)));
    return this;
  }

  /** The tables are applied. */
  private GroupAnalysisTest tables() {
    return file(
        "V1__tables.sql",
        "CREATE TYPE mood AS ENUM ('ok'); CREATE TABLE a (id int PRIMARY KEY, m mood);"
            + " CREATE TABLE b (id int PRIMARY KEY, a_id int);"
            + " ALTER TABLE b ADD CONSTRAINT b_a FOREIGN KEY (a_id) REFERENCES a"
            + " DEFERRABLE INITIALLY DEFERRED;");
  }

  private AnalysisResult analyse(boolean group) {
    MigrationFolder folder = MigrationFolder.read(files, SourceSettings.DEFAULT);
    List<MigrationScript> scripts =
        MigrationFolder.around(
            folder.migrations(), folder.callbacks(), script -> !script.path().contains("V1__"));
    Set<String> applied =
        scripts.stream()
            .filter(script -> script.path().contains("V1__"))
            .map(MigrationScript::identity)
            .collect(Collectors.toSet());
    return Analysis.analyse(
        AnalysisRequest.of(
                scripts, new ServerVersion(18), Runner.MIGRATE, LocalDate.of(2026, 11, 1))
            .withApplied(applied)
            .withPending(new Pending(Pending.By.HISTORY, "history"))
            .withGroup(group));
  }

  /** {@code file:line rule}. */
  private List<String> findings(boolean group) {
    return analyse(group)
        .findings()
        .map(found -> "%s:%d %s".formatted(found.file(), found.line(), found.rule().id()))
        .toList();
  }

  @Test
  void valueOfAnEnumCannotBeUsedByALaterFile() {
    tables()
        .file("V2__value.sql", "ALTER TYPE mood ADD VALUE 'sad';")
        .file("V3__use.sql", "SELECT 1;\nINSERT INTO a (id, m) VALUES (1, 'sad');");
    assertThat(findings(true)).containsExactly("db/V3__use.sql:2 certain-failure");
    assertThat(findings(false)).isEmpty();
    assertThat(analyse(true).findings().toList().get(0).message()).contains("55P04");
  }

  @Test
  void tableWithDeferredEventsOfAnEarlierFileCannotBeAltered() {
    tables()
        .file("V2__rows.sql", "INSERT INTO b (id, a_id) VALUES (1, 1);")
        .file("V3__alter.sql", "ALTER TABLE b ADD COLUMN n int;");
    assertThat(findings(true)).contains("db/V3__alter.sql:1 certain-failure");
    assertThat(findings(false)).isEmpty();
    assertThat(analyse(true).findings().toList().toString()).contains("55006");
  }

  @Test
  void lockOfAnEarlierFileIsHeldDuringTheWorkOfALaterOne() {
    tables()
        .file("V2__lock.sql", "SELECT 1;\n\nALTER TABLE a ADD COLUMN n int;")
        .file("V3__work.sql", "INSERT INTO b SELECT g FROM generate_series(1, 1000000) g;")
        .file("V4__b.sql", "ALTER TABLE b ADD COLUMN n int;");
    assertThat(findings(false)).doesNotContain("db/V3__work.sql:1 long-work-under-lock");
    AnalysisResult grouped = analyse(true);
    ReportedFinding found =
        grouped
            .findings()
            .filter(finding -> finding.rule().id().equals("locks-on-several-tables"))
            .findFirst()
            .orElseThrow();
    assertThat(found.file()).isEqualTo("db/V4__b.sql");
    assertThat(found.remedy().text()).contains("without migrate.group");
    assertThat(found.related())
        .extracting(place -> place.file() + ":" + place.line())
        .contains("db/V2__lock.sql:3");
  }

  @Test
  void longWorkBehindALockOfAnEarlierFileIsFound() {
    tables()
        .file("V2__lock.sql", "ALTER TABLE a ADD COLUMN n int;")
        .file("V3__work.sql", "UPDATE b SET a_id = id;");
    assertThat(findings(true)).contains("db/V3__work.sql:1 long-work-under-lock");
    assertThat(findings(false)).doesNotContain("db/V3__work.sql:1 long-work-under-lock");
  }

  /** The runner's transaction stands in the place of theirs. */
  @Test
  void filesThatBeginAndCommitThemselvesAreOfTheSameTransaction() {
    tables()
        .file("V2__lock.sql", "BEGIN;\nALTER TABLE a ADD COLUMN n int;\nCOMMIT;")
        .file("V3__work.sql", "BEGIN;\nUPDATE b SET a_id = id;\nCOMMIT;");
    assertThat(findings(true))
        .contains("db/V3__work.sql:2 long-work-under-lock")
        .noneMatch(line -> line.contains("unbalanced"));
  }

  /** Callbacks of the run come before the group. */
  @Test
  void callbackOfTheRunIsNoPartOfIt() {
    tables()
        .file("beforeMigrate.sql", "ALTER TABLE a ADD COLUMN c int;")
        .file("V2__work.sql", "UPDATE b SET a_id = id;");
    assertThat(findings(true)).noneMatch(line -> line.contains("long-work-under-lock"));
  }

  /** What a file creates is new to the files behind it, and its settings are not theirs. */
  @Test
  void newTablesAreNewAndSettingsEndWithTheirFile() {
    tables()
        .file("V2__new.sql", "SET lock_timeout = '5s'; CREATE TABLE c (id int);")
        .file("V3__fill.sql", "INSERT INTO c SELECT g FROM generate_series(1, 10) g;")
        .file("V4__index.sql", "CREATE INDEX c_id ON c (id);");
    assertThat(findings(true)).isEmpty();
  }
}
