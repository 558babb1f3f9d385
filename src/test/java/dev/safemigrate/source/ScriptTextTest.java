package dev.safemigrate.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScriptTextTest {

  private final List<SourceFile> files = new ArrayList<>();
  private SourceSettings settings = SourceSettings.DEFAULT;

  private ScriptTextTest file(String name, String text) {
    files.add(new SourceFile("db/" + name, name, text.getBytes(UTF_8)));
    return this;
  }

  private MigrationFolder read() {
    return MigrationFolder.read(files, settings);
  }

  private List<String> problems() {
    return read().problems().stream().map(SourceProblem::line).toList();
  }

  @Test
  void malformedBytesAreToldWithTheirOffset() {
    byte[] bytes = "SELECT 1;\n-- caf\u00e9\n".getBytes(ISO_8859_1);
    files.add(new SourceFile("db/V1__a.sql", "V1__a.sql", bytes));
    assertThat(problems())
        .containsExactly(
            "db/V1__a.sql:2:7: not UTF-8 text: byte 0xE9 at byte offset 16. Save it as UTF-8 or set"
                + " the encoding.");
    settings = settings.withEncoding(ISO_8859_1);
    assertThat(problems()).isEmpty();
    assertThat(read().migrations().get(0).sql().text()).contains("caf\u00e9");
  }

  @Test
  void byteOrderMarkIsDropped() {
    file("V1__a.sql", "\uFEFFSELECT 1");
    assertThat(read().migrations().get(0).sql().text()).isEqualTo("SELECT 1");
  }

  @Test
  void emptyFilesAreNoted() {
    file("V1__a.sql", "");
    assertThat(problems()).containsExactly("db/V1__a.sql: is empty: there is nothing to run");
    assertThat(read().refused()).isFalse();
  }

  @Test
  void hostileNamesStayOnOneLine() {
    file("V1__a\nb'\u001b[31m\u202e.sql", "");
    assertThat(problems())
        .containsExactly("db/V1__a\\nb'\\u001b[31m\\u202e.sql: is empty: there is nothing to run");
  }

  @Test
  void placeholdersKeepTheWayBack() {
    file("V1__a.sql", "SELECT '${Long}' FROM ${t};\nSELECT ${ t }, {{x}};\nDROP TABLE ${t};");
    settings =
        settings.withPlaceholders(
            PlaceholderSettings.DEFAULT.withValues(Map.of("long", "a value", "T", "s.orders")));
    SqlText sql = read().migrations().get(0).sql();
    assertThat(sql.text())
        .isEqualTo(
            "SELECT 'a value' FROM s.orders;\nSELECT s.orders, {{x}};\nDROP TABLE s.orders;");
    assertThat(sql.position(sql.text().indexOf("FROM"))).isEqualTo(new Position(1, 18));
    assertThat(sql.position(sql.text().indexOf("orders;"))).isEqualTo(new Position(1, 23));
    assertThat(sql.position(sql.text().indexOf("DROP"))).isEqualTo(new Position(3, 1));
    assertThat(sql.position(sql.text().length())).isEqualTo(new Position(3, 17));
    assertThat(read().problems()).isEmpty();
  }

  @Test
  void unknownPlaceholdersAreToldWhereTheToolWouldFail() {
    file("V1__a.sql", "SELECT 1;\n  SELECT ${nope} '${open\n}'");
    assertThat(problems())
        .containsExactly(
            "db/V1__a.sql:2:10: no value for the placeholder ${nope}, and none are configured");
    files.clear();
    file("1_a.up.sql", "SELECT '${nope}'");
    assertThat(problems()).isEmpty();
    assertThat(read().migrations().get(0).sql().text()).isEqualTo("SELECT '${nope}'");
  }
}
