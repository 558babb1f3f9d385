package dev.safemigrate.report;

import dev.safemigrate.analysis.ReportedFinding;
import java.util.HashSet;
import java.util.Set;

/**
 * Workflow commands of GitHub Actions: a job that prints them gets annotations in its pull request.
 * Accepted findings are left out. GitHub shows ten errors and ten warnings a step.
 */
final class GithubAnnotations {

  private GithubAnnotations() {}

  static String render(Report report) {
    Set<ReportedFinding> failing = new HashSet<>(report.verdict().failing());
    StringBuilder commands = new StringBuilder();
    report
        .result()
        .findings()
        .filter(finding -> !finding.acknowledged())
        .forEach(finding -> commands.append(command(report, finding, failing.contains(finding))));
    return commands.toString();
  }

  private static String command(Report report, ReportedFinding finding, boolean failing) {
    String level = failing ? "error" : Summary.matters(finding) ? "warning" : "notice";
    String message =
        finding.remedy().text().isEmpty()
            ? finding.message()
            : finding.message() + "\n" + finding.remedy().text();
    // Columns are only allowed where the annotation is on one line.
    String columns =
        finding.line() == finding.endLine()
            ? ",col=%d,endColumn=%d".formatted(finding.column(), finding.endColumn())
            : "";
    return "::%s file=%s,line=%d,endLine=%d%s,title=%s::%s\n"
        .formatted(
            level,
            property(report.inRepository(finding.file())),
            finding.line(),
            finding.endLine(),
            columns,
            property(finding.rule().title() + " (" + finding.rule().id() + ")"),
            data(message));
  }

  /** As the runner's own toolkit escapes a command's text. */
  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  /** As the runner's own toolkit escapes a command's property. */
  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
