package dev.safemigrate.report;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.analysis.ReportedFinding;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * JUnit XML, as Surefire writes it and every CI server reads it: a suite for the project, a case
 * for each pending statement and for what is said about a file as a whole. A case fails by the
 * findings that fail the build.
 */
final class JunitReport {

  private final Set<ReportedFinding> failing;
  private final StringBuilder cases = new StringBuilder();
  private int tests;
  private int failures;

  private JunitReport(Report report) {
    failing = new HashSet<>(report.verdict().failing());
  }

  static String render(Report report) {
    JunitReport junit = new JunitReport(report);
    report.result().pendingMigrations().forEach(junit::add);
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuite name="%s" time="0" tests="%d" errors="0" skipped="0" failures="%d">
        %s</testsuite>
        """
        .formatted(
            escaped("migrate:check " + report.project()), junit.tests, junit.failures, junit.cases);
  }

  private void add(AnalysedMigration migration) {
    if (!migration.findings().isEmpty() || migration.statements().isEmpty()) {
      testCase(migration, "the file", migration.findings());
    }
    for (AnalysedStatement statement : migration.statements()) {
      testCase(
          migration,
          "line %d: %s (%s)"
              .formatted(statement.line(), statement.kind(), statement.classification()),
          statement.findings());
    }
  }

  private void testCase(AnalysedMigration migration, String name, List<ReportedFinding> findings) {
    tests++;
    cases.append(
        "  <testcase name=\"%s\" classname=\"%s\" time=\"0\""
            .formatted(escaped(name), escaped(migration.file())));
    if (findings.isEmpty()) {
      cases.append("/>\n");
      return;
    }
    cases.append(">\n");
    List<ReportedFinding> bad = findings.stream().filter(failing::contains).toList();
    if (!bad.isEmpty()) {
      failures++;
      cases.append(
          "    <failure message=\"%s\" type=\"%s\">%s</failure>\n"
              .formatted(
                  escaped(bad.get(0).message()),
                  escaped(bad.get(0).rule().id()),
                  escaped(text(bad.stream()))));
    }
    String rest = text(findings.stream().filter(finding -> !failing.contains(finding)));
    if (!rest.isEmpty()) {
      cases.append("    <system-out>%s</system-out>\n".formatted(escaped(rest)));
    }
    cases.append("  </testcase>\n");
  }

  private static String text(Stream<ReportedFinding> findings) {
    return findings.map(JunitReport::text).collect(Collectors.joining("\n\n"));
  }

  private static String text(ReportedFinding finding) {
    String accepted = finding.acknowledgement().map(a -> "\naccepted: " + a.reason()).orElse("");
    String remedy = finding.remedy().text().isEmpty() ? "" : "\n" + finding.remedy().text();
    String sql =
        finding.remedy().sql().isEmpty() ? "" : "\n" + finding.remedy().sql().stripTrailing();
    return finding.logLine() + accepted + remedy + sql;
  }

  /** For text and attributes; characters that XML 1.0 cannot hold become U+FFFD. */
  private static String escaped(String text) {
    StringBuilder xml = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '&' -> xml.append("&amp;");
                case '"' -> xml.append("&quot;");
                case '\n' -> xml.append("&#10;");
                case '\t' -> xml.append("&#9;");
                case '\r' -> xml.append("&#13;");
                default -> xml.appendCodePoint(allowed(c) ? c : 0xFFFD);
              }
            });
    return xml.toString();
  }

  private static boolean allowed(int c) {
    return (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
  }
}
