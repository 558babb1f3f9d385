package dev.safemigrate.report;

import dev.safemigrate.analysis.AnalysisResult;
import dev.safemigrate.analysis.Coverage;
import dev.safemigrate.analysis.FailOn;
import dev.safemigrate.analysis.ReportedFinding;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Pending;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The sentences at the head of every report, worded once. */
final class Summary {

  /** The classes in the order in which reports count them. */
  static final List<Classification> CLASSES =
      List.of(
          Classification.SAFE,
          Classification.RISKY,
          Classification.EXPAND_CONTRACT_REQUIRED,
          Classification.UNKNOWN);

  private Summary() {}

  /** {@code 6 findings stop this release}. */
  static String verdict(Report report) {
    int failing = report.verdict().failing().size();
    if (failing > 0) {
      return Words.count(failing, "finding stops", "findings stop") + " this release";
    }
    if (report.result().pendingMigrations().isEmpty()) {
      return "Nothing is pending";
    }
    long open =
        report.result().findings().filter(f -> !f.acknowledged()).filter(Summary::matters).count();
    return open == 0
        ? "Nothing stops this release"
        : "Not stopped, with " + Words.count(open, "open finding", "open findings");
  }

  /** Why it is so, by the setting. */
  static String verdictReason(Report report) {
    long accepted = report.result().findings().filter(ReportedFinding::acknowledged).count();
    String limit =
        report.failOn() == FailOn.NEVER
            ? "failOn is never: findings are shown and stop nothing"
            : "failOn is " + report.failOn();
    return accepted == 0
        ? limit + "."
        : "%s; %s with a reason."
            .formatted(
                limit, Words.count(accepted, "finding is accepted", "findings are accepted"));
  }

  /** Whether the finding is more than advice. */
  static boolean matters(ReportedFinding finding) {
    return finding.classification() != Classification.SAFE || finding.certainFailure();
  }

  /** {@code 12 statements: 5 safe, 4 risky, 3 expand-contract-required, 0 unknown}. */
  static String classes(AnalysisResult result) {
    Map<Classification, Integer> counts = result.summary();
    StringBuilder line =
        new StringBuilder(
            Words.count(
                counts.values().stream().mapToInt(Integer::intValue).sum(),
                "statement",
                "statements"));
    String separator = ": ";
    for (Classification classification : CLASSES) {
      line.append(separator).append(counts.get(classification)).append(' ').append(classification);
      separator = ", ";
    }
    return line.toString();
  }

  /** {@code 9 pending of 12 migrations, told by baseline: version 3}. */
  static String pending(AnalysisResult result) {
    return "%,d pending of %s, %s"
        .formatted(
            result.pendingMigrations().size(),
            Words.count(result.migrations().size(), "migration", "migrations"),
            howKnown(result.pending()));
  }

  /** How it is known what is pending. */
  static String howKnown(Pending pending) {
    String by =
        switch (pending.by()) {
          case HISTORY -> "by the history table";
          case GIT -> "by git";
          case BASELINE -> "by the baseline";
          case ALL -> "all counted as pending";
        };
    return pending.detail().isBlank() ? by : by + ": " + pending.detail();
  }

  /** {@code 11 of 12 statements understood, 1 opaque}. */
  static String coverage(Coverage coverage) {
    String line =
        String.format(
            Locale.ROOT,
            "%,d of %s understood",
            coverage.analysed(),
            Words.count(coverage.statements(), "statement", "statements"));
    return coverage.opaque() == 0
        ? line
        : line + String.format(Locale.ROOT, ", %,d wholly or partly opaque", coverage.opaque());
  }
}
