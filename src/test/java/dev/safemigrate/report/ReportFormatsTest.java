package dev.safemigrate.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every format of one release, held against committed files. */
class ReportFormatsTest {

  private static final Path FOLDER = Path.of("src/test/resources/report/shop");

  @ParameterizedTest
  @EnumSource(ReportFormat.class)
  void shopIsAsCommitted(ReportFormat format) {
    GoldenFile.compare(
        FOLDER,
        format.fileName(),
        GoldenFile.withoutParts(format, Reports.render(format, SampleResults.shop())));
  }

  @ParameterizedTest
  @EnumSource(ReportFormat.class)
  void sameReportGivesSameBytes(ReportFormat format) {
    assertThat(Reports.render(format, SampleResults.hostile()))
        .isEqualTo(Reports.render(format, SampleResults.hostile()));
  }

  @ParameterizedTest
  @EnumSource(ReportFormat.class)
  void linesEndWithLineFeeds(ReportFormat format) {
    assertThat(Reports.render(format, SampleResults.shop())).endsWith("\n").doesNotContain("\r");
  }

  @Test
  void spellingsAndFileNamesAreUnique() {
    assertThat(Arrays.stream(ReportFormat.values()).map(ReportFormat::spelling))
        .doesNotHaveDuplicates();
    assertThat(Arrays.stream(ReportFormat.values()).map(ReportFormat::fileName))
        .doesNotHaveDuplicates();
    assertThat(ReportFormat.ofSpelling("sarif")).contains(ReportFormat.SARIF);
    assertThat(ReportFormat.ofSpelling("pdf")).isEmpty();
    assertThat(ReportFormat.spellings()).startsWith("html, json, markdown");
  }

  @Test
  void consoleWithoutColourHasNoEscapesAndWithColourTheSameWords() {
    String plain = Reports.console(SampleResults.hostile(), false);
    String coloured = Reports.console(SampleResults.shop(), true);
    assertThat(plain).doesNotContain("\u001b");
    assertThat(coloured).contains("\u001b[31m");
    assertThat(coloured.replaceAll("\u001b\\[[0-9]+m", ""))
        .isEqualTo(Reports.console(SampleResults.shop(), false));
  }
}
