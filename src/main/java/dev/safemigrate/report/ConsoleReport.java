package dev.safemigrate.report;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.ReportedFinding;
import dev.safemigrate.finding.Classification;
import java.util.List;
import java.util.stream.Collectors;

/** The report for a terminal: findings by file, then the counts. */
final class ConsoleReport {

  private static final String RESET = "\u001b[0m";
  private static final String BOLD = "\u001b[1m";
  private static final String DIM = "\u001b[2m";
  private static final String RED = "\u001b[31m";
  private static final String GREEN = "\u001b[32m";
  private static final String YELLOW = "\u001b[33m";
  private static final String MAGENTA = "\u001b[35m";

  private final boolean colour;
  private final StringBuilder out = new StringBuilder();

  private ConsoleReport(boolean colour) {
    this.colour = colour;
  }

  static String render(Report report, boolean colour) {
    ConsoleReport console = new ConsoleReport(colour);
    console.write(report);
    return console.out.toString();
  }

  private void write(Report report) {
    line(
        "PostgreSQL %s, runner %s, %s"
            .formatted(
                report.result().postgresVersion(),
                plain(report.result().runner()),
                plain(Summary.pending(report.result()))));
    report.result().notes().forEach(note -> line(plain(note)));
    for (AnalysedMigration migration : report.result().pendingMigrations()) {
      List<ReportedFinding> findings = migration.allFindings().toList();
      if (!findings.isEmpty()) {
        line("");
        line(
            "%s  %s"
                .formatted(
                    painted(plain(migration.file()), BOLD),
                    painted(
                        migration.classification().spelling(),
                        colourOf(migration.classification()))));
        findings.forEach(this::finding);
      }
    }
    line("");
    line(Summary.classes(report.result()));
    line(Summary.coverage(report.result().coverage()));
    line(
        painted(Summary.verdict(report), BOLD, report.verdict().passes() ? GREEN : RED)
            + " ("
            + plain(Summary.verdictReason(report)).replaceAll("\\.$", "")
            + ")");
  }

  private void finding(ReportedFinding finding) {
    String place = finding.line() + ":" + finding.column();
    String id = painted("[" + finding.rule().id() + "]", colourOf(finding.classification()));
    line("  %s %s %s".formatted(place, id, plain(finding.message())));
    finding
        .acknowledgement()
        .ifPresent(
            accepted ->
                line(
                    painted(
                        "      accepted: %s%s"
                            .formatted(
                                plain(accepted.reason()),
                                accepted.until().map(day -> " (until " + day + ")").orElse("")),
                        DIM)));
    if (finding.acknowledged()) {
      return;
    }
    if (!finding.remedy().text().isEmpty()) {
      line("      " + plain(finding.remedy().text()));
    }
    finding.remedy().sql().lines().forEach(sql -> line(painted("        " + plain(sql), DIM)));
  }

  private static String colourOf(Classification classification) {
    return switch (classification) {
      case SAFE -> GREEN;
      case UNKNOWN -> MAGENTA;
      case RISKY -> YELLOW;
      case EXPAND_CONTRACT_REQUIRED -> RED;
    };
  }

  private String painted(String text, String... styles) {
    return colour ? String.join("", styles) + text + RESET : text;
  }

  /** Control characters of a hostile name would steer the terminal; they become question marks. */
  private static String plain(String text) {
    return text.codePoints()
        .mapToObj(c -> Character.isISOControl(c) ? "?" : Character.toString(c))
        .collect(Collectors.joining());
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
