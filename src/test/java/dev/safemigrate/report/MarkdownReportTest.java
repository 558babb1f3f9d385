package dev.safemigrate.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownReportTest {

  @Test
  void twoThousandMigrationsFitAComment() {
    String markdown = Reports.render(ReportFormat.MARKDOWN, SampleResults.big(2_000));
    assertThat(markdown.length()).isBetween(40_000, MarkdownReport.LONGEST);
    assertThat(markdown).contains("1,900 more migrations").contains("are in the HTML report");
    assertThat(markdown.split("<details>", -1)).hasSameSizeAs(markdown.split("</details>", -1));
  }

  @Test
  void startsWithTheMarkerByWhichItIsReplaced() {
    assertThat(Reports.render(ReportFormat.MARKDOWN, SampleResults.shop()))
        .startsWith(MarkdownReport.MARKER + "\n### ");
  }

  @Test
  void fencesAreLongerThanFencesInTheSql() {
    assertThat(Markdown.block("SELECT '```'")).startsWith("````sql\n").endsWith("\n````\n");
    assertThat(Markdown.code("a`b|c")).isEqualTo("`` a`b\\|c ``");
  }
}
