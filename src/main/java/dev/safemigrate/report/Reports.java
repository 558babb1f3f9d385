package dev.safemigrate.report;

/** All formats: one report in, its text out. The same report gives the same text. */
public final class Reports {

  private Reports() {}

  /** The report in that format, to be written as UTF-8. */
  public static String render(ReportFormat format, Report report) {
    return switch (format) {
      case HTML -> HtmlReport.render(report);
      case JSON -> JsonReport.render(report);
      case MARKDOWN -> MarkdownReport.render(report);
      case SARIF -> SarifReport.render(report);
      case JUNIT -> JunitReport.render(report);
      case GITLAB -> GitlabReport.render(report);
      case GITHUB -> GithubAnnotations.render(report);
      case CONSOLE -> ConsoleReport.render(report, false);
    };
  }

  /** Plain text for a terminal or a log; {@code colour} adds ANSI escape sequences. */
  public static String console(Report report, boolean colour) {
    return ConsoleReport.render(report, colour);
  }
}
