package dev.safemigrate.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.safemigrate.analysis.ReportedFinding;
import java.util.HashSet;
import java.util.Set;

/**
 * GitLab's Code Quality report: the part of Code Climate's format that GitLab reads. Accepted
 * findings are left out.
 */
final class GitlabReport {

  private GitlabReport() {}

  static String render(Report report) {
    ArrayNode issues = JsonNodeFactory.instance.arrayNode();
    Set<String> fingerprints = new HashSet<>();
    report
        .result()
        .findings()
        .filter(finding -> !finding.acknowledged())
        .forEach(finding -> issues.add(issue(report, finding, fingerprints)));
    return Json.write(issues);
  }

  private static ObjectNode issue(
      Report report, ReportedFinding finding, Set<String> fingerprints) {
    ObjectNode issue = JsonNodeFactory.instance.objectNode();
    issue.put("description", finding.message());
    issue.put("check_name", finding.rule().id());
    issue.put("fingerprint", unique(finding.fingerprint(), fingerprints));
    issue.put("severity", severity(finding));
    ObjectNode location = issue.putObject("location");
    location.put("path", report.inRepository(finding.file()));
    location.putObject("lines").put("begin", finding.line()).put("end", finding.endLine());
    return issue;
  }

  /** GitLab drops an issue whose fingerprint it has seen, so equal ones are numbered. */
  private static String unique(String fingerprint, Set<String> taken) {
    String candidate = fingerprint;
    for (int number = 2; !taken.add(candidate); number++) {
      candidate = fingerprint + "-" + number;
    }
    return candidate;
  }

  private static String severity(ReportedFinding finding) {
    if (finding.certainFailure()) {
      return "blocker";
    }
    return switch (finding.classification()) {
      case SAFE -> "info";
      case UNKNOWN -> "minor";
      case RISKY -> "major";
      case EXPAND_CONTRACT_REQUIRED -> "critical";
    };
  }
}
