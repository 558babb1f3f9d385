package dev.safemigrate.report;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.analysis.ReportedFinding;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.report.page.MigrationView;
import dev.safemigrate.report.page.MigrationView.FindingView;
import dev.safemigrate.report.page.MigrationView.Line;
import dev.safemigrate.report.page.MigrationView.Part;
import dev.safemigrate.report.page.MigrationView.StatementView;
import dev.safemigrate.report.page.Page;
import dev.safemigrate.report.page.Tone;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Puts migrations into the words of the page, and notes where each rule found something. */
final class MigrationViews {

  private static final int LINES_SHOWN = 40;
  private static final int LINES_FOLDED = 400;

  private final Set<ReportedFinding> failing;
  private final Map<String, List<Page.Link>> placesOfRules = new TreeMap<>();

  MigrationViews(Report report) {
    failing = new HashSet<>(report.verdict().failing());
  }

  /** Links to the findings of each rule seen so far. */
  Map<String, List<Page.Link>> placesOfRules() {
    return placesOfRules;
  }

  MigrationView view(AnalysedMigration migration, int number) {
    String id = "m" + number;
    List<Part> parts = new ArrayList<>();
    int statement = 0;
    List<LockTimeline> timelines = LockTimeline.of(migration);
    for (LockTimeline timeline : timelines) {
      List<StatementView> statements = new ArrayList<>();
      for (LockTimeline.Column column : timeline.columns()) {
        statement++;
        statements.add(view(column.statement(), id + "s" + statement));
      }
      parts.add(
          new Part(partTitle(timeline, timelines.size()), LockChart.of(timeline), statements));
    }
    String name = Words.fileName(migration.file());
    long findings = migration.allFindings().count();
    return new MigrationView(
        id,
        name,
        migration.file().substring(0, migration.file().length() - name.length()),
        title(migration),
        tone(migration.classification()),
        summary(migration, findings),
        findings > 0 || migration.classification() != Classification.SAFE,
        migration.findings().stream().map(finding -> view(finding, id)).toList(),
        parts);
  }

  private static String title(AnalysedMigration migration) {
    String version = migration.version().map(v -> "Version " + v).orElse("Repeatable");
    return migration.description().isBlank() ? version : version + ": " + migration.description();
  }

  private static String summary(AnalysedMigration migration, long findings) {
    return "%s, %s, %s"
        .formatted(
            Words.count(migration.statements().size(), "statement", "statements"),
            findings == 0 ? "no findings" : Words.count(findings, "finding", "findings"),
            migration.transactional()
                ? "runs in a transaction"
                : "runs wholly or partly outside a transaction");
  }

  private static String partTitle(LockTimeline timeline, int parts) {
    if (timeline.transaction().isEmpty()) {
      return "Outside a transaction";
    }
    return parts == 1 ? "" : "Transaction " + timeline.transaction().getAsInt();
  }

  private StatementView view(AnalysedStatement statement, String id) {
    SqlLines.Result sql = SqlLines.of(statement);
    List<Line> lines = sql.lines();
    int shown = Math.min(lines.size(), LINES_SHOWN);
    int folded = Math.min(lines.size(), LINES_FOLDED);
    return new StatementView(
        id,
        "Line %d: %s".formatted(statement.line(), statement.kind()),
        tone(statement.classification()),
        sql.wholly(),
        lines.subList(0, shown),
        lines.subList(shown, folded),
        lines.size() - folded + sql.cut(),
        StatementFacts.of(statement),
        MeasuredComparison.of(statement),
        statement.findings().stream().map(finding -> view(finding, id)).toList());
  }

  private FindingView view(ReportedFinding finding, String anchor) {
    placesOfRules
        .computeIfAbsent(finding.rule().id(), id -> new ArrayList<>())
        .add(new Page.Link(anchor, Words.fileName(finding.file()) + ":" + finding.line()));
    return new FindingView(
        finding.rule().id(),
        finding.rule().title(),
        tone(finding.classification()),
        finding.line() + ":" + finding.column(),
        failing.contains(finding),
        finding.message(),
        finding.remedy().text(),
        finding.remedy().sql(),
        finding.related().stream()
            .map(place -> "%s:%d: %s".formatted(place.file(), place.line(), place.message()))
            .toList(),
        finding.acknowledgement().map(accepted -> accepted.reason()).orElse(""),
        finding
            .acknowledgement()
            .flatMap(accepted -> accepted.until())
            .map(Object::toString)
            .orElse(""));
  }

  static Tone tone(Classification classification) {
    String style =
        switch (classification) {
          case SAFE -> "s";
          case UNKNOWN -> "u";
          case RISKY -> "r";
          case EXPAND_CONTRACT_REQUIRED -> "e";
        };
    return new Tone(style, classification.spelling());
  }
}
