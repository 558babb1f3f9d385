package dev.safemigrate.report;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.ReportedFinding;
import dev.safemigrate.finding.Classification;
import java.util.List;
import java.util.Map;

/** A comment for a pull request: the verdict, a table, and the rest folded. */
final class MarkdownReport {

  /** By which a job finds its earlier comment to replace it. */
  static final String MARKER = "<!-- migrate-maven-plugin -->";

  /** Comments on GitHub hold 65,536 characters; what is said at the end has to fit as well. */
  static final int LONGEST = 65_000;

  private static final int ROOM_FOR_THE_END = 400;
  private static final int ROWS_AT_MOST = 100;
  private static final int LONGEST_SQL = 4_000;

  private final Report report;
  private final StringBuilder out = new StringBuilder();

  private MarkdownReport(Report report) {
    this.report = report;
  }

  static String render(Report report) {
    MarkdownReport markdown = new MarkdownReport(report);
    markdown.head();
    markdown.table();
    markdown.details();
    markdown.checklist();
    return markdown.out.toString();
  }

  private void head() {
    String sign = report.verdict().passes() ? "\u2705" : "\u274c";
    out.append(MARKER).append('\n');
    out.append("### ").append(sign).append(" Migrations: ");
    out.append(Markdown.text(Summary.verdict(report))).append("\n\n");
    Map<Classification, Integer> counts = report.result().summary();
    out.append("| safe | risky | expand-contract-required | unknown |\n|---:|---:|---:|---:|\n|");
    Summary.CLASSES.forEach(c -> out.append(' ').append(counts.get(c)).append(" |"));
    out.append("\n\n");
    out.append("PostgreSQL ").append(report.result().postgresVersion());
    out.append(" \u00b7 ").append(Markdown.text(cut(Summary.pending(report.result()), 500)));
    out.append(" \u00b7 ").append(Markdown.text(Summary.coverage(report.result().coverage())));
    out.append(" \u00b7 ").append(Markdown.text(Summary.verdictReason(report))).append("\n");
  }

  private void table() {
    List<AnalysedMigration> pending = report.result().pendingMigrations();
    if (pending.isEmpty()) {
      return;
    }
    out.append("\n| migration | class | findings |\n|---|---|---:|\n");
    int rows = 0;
    for (AnalysedMigration migration : pending) {
      if (rows == ROWS_AT_MOST) {
        out.append(
            "\n%s.\n"
                .formatted(
                    Words.count(pending.size() - rows, "more migration", "more migrations")));
        return;
      }
      rows++;
      out.append("| ").append(Markdown.code(cut(Words.fileName(migration.file()), 120)));
      out.append(" | ").append(sign(migration.classification())).append(' ');
      out.append(migration.classification()).append(" | ");
      out.append(migration.allFindings().count()).append(" |\n");
    }
  }

  private void details() {
    int left = 0;
    for (AnalysedMigration migration : report.result().pendingMigrations()) {
      List<ReportedFinding> findings = migration.allFindings().toList();
      if (findings.isEmpty()) {
        continue;
      }
      String block = block(migration, findings);
      if (out.length() + block.length() > LONGEST - ROOM_FOR_THE_END) {
        left++;
        continue;
      }
      out.append(block);
    }
    if (left > 0) {
      out.append(
          "\nThe details of %s are in the HTML report.\n"
              .formatted(Words.count(left, "more migration", "more migrations")));
    }
  }

  private static String block(AnalysedMigration migration, List<ReportedFinding> findings) {
    StringBuilder block = new StringBuilder();
    block
        .append("\n<details><summary>")
        .append(sign(migration.classification()))
        .append(' ')
        .append(html(migration.file()))
        .append(": ")
        .append(Words.count(findings.size(), "finding", "findings"))
        .append("</summary>\n");
    for (ReportedFinding finding : findings) {
      block
          .append("\n**Line ")
          .append(finding.line())
          .append(", ")
          .append(Markdown.code(finding.rule().id()))
          .append("** (")
          .append(finding.classification())
          .append("): ")
          .append(Markdown.text(finding.message()))
          .append('\n');
      finding
          .acknowledgement()
          .ifPresent(
              accepted ->
                  block
                      .append("\nAccepted: ")
                      .append(Markdown.text(accepted.reason()))
                      .append('\n'));
      if (!finding.acknowledged()) {
        remedy(block, finding);
      }
    }
    return block.append("\n</details>\n").toString();
  }

  private static void remedy(StringBuilder block, ReportedFinding finding) {
    if (!finding.remedy().text().isEmpty()) {
      block.append('\n').append(Markdown.text(finding.remedy().text())).append('\n');
    }
    String sql = finding.remedy().sql();
    if (!sql.isEmpty()) {
      block.append('\n').append(Markdown.block(cut(sql, LONGEST_SQL)));
    }
  }

  private void checklist() {
    StringBuilder list = new StringBuilder("\n<details><summary>Before deploying</summary>\n\n");
    report
        .checklist()
        .answers()
        .forEach(
            (question, answer) ->
                list.append("- **")
                    .append(Markdown.text(question.title()))
                    .append("**: ")
                    .append(answer.state().words())
                    .append(". ")
                    .append(Markdown.text(cut(answer.evidence(), 1_000)))
                    .append('\n'));
    list.append("\n</details>\n");
    if (out.length() + list.length() <= LONGEST) {
      out.append(list);
    }
  }

  private static String sign(Classification classification) {
    return switch (classification) {
      case SAFE -> "\ud83d\udfe2";
      case UNKNOWN -> "\ud83d\udfe3";
      case RISKY -> "\ud83d\udfe0";
      case EXPAND_CONTRACT_REQUIRED -> "\ud83d\udd34";
    };
  }

  /** Inside an HTML element Markdown is not read, but HTML is. */
  private static String html(String text) {
    return cut(text, 200)
        .replaceAll("\\s+", " ")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("@", "@\u200b");
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length) + "\u2026";
  }
}
