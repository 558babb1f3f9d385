package dev.safemigrate.report;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The formats that a report can be written in. */
public enum ReportFormat {
  /** One self-contained page for people. */
  HTML("html", "report.html"),
  /** The contract for other programs. */
  JSON("json", "report.json"),
  /** A comment on a pull request. */
  MARKDOWN("markdown", "report.md"),
  /** SARIF 2.1.0, for code scanning. */
  SARIF("sarif", "report.sarif"),
  /** JUnit XML, for test reports. */
  JUNIT("junit", "TEST-migrate.xml"),
  /** GitLab Code Quality. */
  GITLAB("gitlab", "gl-code-quality-report.json"),
  /** Workflow commands of GitHub Actions, to be printed by a job. */
  GITHUB("github", "github-annotations.txt"),
  /** Plain text for a terminal or a log. */
  CONSOLE("console", "report.txt");

  private final String spelling;
  private final String fileName;

  ReportFormat(String spelling, String fileName) {
    this.spelling = spelling;
    this.fileName = fileName;
  }

  /** As the {@code formats} parameter has it. */
  public String spelling() {
    return spelling;
  }

  /** The file's name in the folder of reports. */
  public String fileName() {
    return fileName;
  }

  /** The format of that spelling, if there is one. */
  public static Optional<ReportFormat> ofSpelling(String spelling) {
    return Arrays.stream(values()).filter(value -> value.spelling.equals(spelling)).findFirst();
  }

  /** All spellings, for messages: {@code html, json, ...}. */
  public static String spellings() {
    return Arrays.stream(values()).map(ReportFormat::spelling).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return spelling;
  }
}
