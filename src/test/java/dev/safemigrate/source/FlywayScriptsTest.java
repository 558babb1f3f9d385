package dev.safemigrate.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.source.MigrationScript.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlywayScriptsTest {

  private final List<SourceFile> files = new ArrayList<>();
  private SourceSettings settings = SourceSettings.DEFAULT;

  private FlywayScriptsTest file(String name, String text) {
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
    return script.down().map(FlywayScriptsTest::up).orElse("none");
  }

  @Test
  void flywayOrdersByVersionAndRepeatablesLast() {
    file("V10__ten.sql", "a").file("V2__two.sql", "b").file("V2_1__point.sql", "c");
    file("R__view_b.sql", "d").file("R__View_a.sql", "e").file("sub/V1.5__sub.sql", "f");
    file("V20240101120000__stamp.sql", "g").file("README.md", "x");

    assertThat(read().style()).isEqualTo(NamingStyle.FLYWAY);
    assertThat(paths())
        .containsExactly(
            "sub/V1.5__sub.sql",
            "V2__two.sql",
            "V2_1__point.sql",
            "V10__ten.sql",
            "V20240101120000__stamp.sql",
            "R__View_a.sql",
            "R__view_b.sql");
    MigrationScript point = read().migrations().get(2);
    assertThat(point.version()).contains(Version.ofNumbers("2.1").orElseThrow());
    assertThat(point.identity()).isEqualTo("2.1");
    assertThat(point.description()).isEqualTo("point");
    assertThat(read().problems()).isEmpty();
  }

  @Test
  void flywayUndoBaselinesCallbacksAndConfigurationsFindTheirPlace() {
    file("V1__a.sql", "a").file("U1.0__a.sql", "back").file("B1__all.sql", "base");
    file("beforeMigrate.sql", "before").file("afterMigrate__log.sql", "after");
    file("V2__b.sql", "b").file("V2__b.sql.conf", "executeInTransaction=false\n");
    file("V3__c.java", "class V3__c {}");

    MigrationFolder folder = read();
    assertThat(folder.problems()).isEmpty();
    assertThat(folder.migrations())
        .extracting(MigrationScript::transaction)
        .containsExactly(TransactionSwitch.UNSAID, TransactionSwitch.OFF);
    assertThat(down(folder.migrations().get(0))).isEqualTo("back");
    assertThat(folder.base()).extracting(MigrationScript::kind).containsExactly(Kind.BASELINE);
    assertThat(folder.callbacks())
        .extracting(MigrationScript::description)
        .containsExactly("afterMigrate__log", "beforeMigrate");
    assertThat(folder.notAnalysed()).extracting(NotAnalysed::path).containsExactly("db/V3__c.java");
  }

  @Test
  void flywayPrefixesCanBeOthersOrNone() {
    file("1__a.sql", "a").file("2.0__b.sql", "b").file("R__c.sql", "c");
    assertThat(paths()).containsExactly("1__a.sql", "2.0__b.sql", "R__c.sql");

    files.clear();
    settings = settings.withFlywayNames(new FlywayNames("M", "D", "E", "S", "--", List.of(".pg")));
    file("M1--a.pg", "a").file("D1--a.pg", "b").file("E--c.pg", "c");
    assertThat(paths()).containsExactly("M1--a.pg", "E--c.pg");
    assertThat(read().problems()).isEmpty();
  }

  @Test
  void duplicatesAndBadNamesAreRefusedNamingTheFiles() {
    file("V1__a.sql", "a").file("x/V01.0__b.sql", "b").file("Vx__c.sql", "c").file("d.sql", "d");
    file("R__r.sql", "r").file("x/R__r.sql", "r2");
    assertThat(problems())
        .containsExactlyInAnyOrder(
            "db/x/V01.0__b.sql: has the same version 01.0 as db/V1__a.sql; rename one of them",
            "db/x/R__r.sql: has the same r as db/R__r.sql; rename one of them",
            "db/Vx__c.sql: the name is not one of Flyway's: expected"
                + " V<version>__description.sql or R__description.sql",
            "db/d.sql: the name is not one of Flyway's: expected"
                + " V<version>__description.sql or R__description.sql");
    assertThat(read().refused()).isTrue();
  }
}
