package dev.safemigrate.report;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.analysis.ReportedFinding;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.report.page.Page.PlanPart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The release in words: what guides ask to be written down before a database is changed. */
final class ReleasePlan {

  private static final int LISTED_AT_MOST = 40;

  private final Report report;
  private final List<AnalysedMigration> pending;

  private ReleasePlan(Report report) {
    this.report = report;
    this.pending = report.result().pendingMigrations();
  }

  static List<PlanPart> of(Report report) {
    ReleasePlan plan = new ReleasePlan(report);
    return List.of(
        new PlanPart("Goal", plan.goal()),
        new PlanPart("Changes", cut(plan.changes())),
        new PlanPart("Risk", cut(plan.risk())),
        new PlanPart("Downtime", cut(plan.downtime())),
        new PlanPart("Dependencies", cut(plan.dependencies())),
        new PlanPart("Rollback", cut(plan.rollback())),
        new PlanPart("Test plan", plan.testPlan()));
  }

  private List<String> goal() {
    if (pending.isEmpty()) {
      return List.of("Nothing is pending: the database stays as it is.");
    }
    List<String> versions = pending.stream().flatMap(m -> m.version().stream()).toList();
    String to = versions.isEmpty() ? "" : " up to version " + versions.get(versions.size() - 1);
    return List.of(
        "Bring the database of %s%s with %s, while the running version keeps working."
            .formatted(
                report.project(), to, Words.count(pending.size(), "migration", "migrations")));
  }

  private List<String> changes() {
    return pending.stream()
        .map(
            migration ->
                "%s: %s."
                    .formatted(Words.fileName(migration.file()), kinds(migration.statements())))
        .toList();
  }

  private static String kinds(List<AnalysedStatement> statements) {
    if (statements.isEmpty()) {
      return "no statement";
    }
    Map<String, Long> counts =
        statements.stream()
            .collect(
                Collectors.groupingBy(
                    AnalysedStatement::kind, TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .map(kind -> kind.getValue() == 1 ? kind.getKey() : kind.getValue() + " " + kind.getKey())
        .collect(Collectors.joining(", "));
  }

  private List<String> risk() {
    List<String> risks = new ArrayList<>();
    risks.add(Summary.classes(report.result()) + ".");
    report.result().findings().filter(Summary::matters).map(ReleasePlan::risk).forEach(risks::add);
    return risks;
  }

  private static String risk(ReportedFinding finding) {
    String accepted =
        finding.acknowledgement().map(a -> " Accepted: " + a.reason() + ".").orElse("");
    return "%s:%d: %s%s"
        .formatted(Words.fileName(finding.file()), finding.line(), finding.message(), accepted);
  }

  private List<String> downtime() {
    List<String> waits = new ArrayList<>();
    for (AnalysedMigration migration : pending) {
      for (LockTimeline timeline : LockTimeline.of(migration)) {
        // A table and its indexes wait for the same; they share a sentence.
        Map<String, List<String>> relations = new LinkedHashMap<>();
        timeline.rows().stream()
            .filter(LockTimeline.Row::makesOthersWaitLong)
            .forEach(
                row ->
                    relations
                        .computeIfAbsent(timeline.sentence(row), sentence -> new ArrayList<>())
                        .add(row.relation().toString()));
        relations.forEach(
            (sentence, names) ->
                waits.add(
                    "%s: on %s %s."
                        .formatted(
                            Words.fileName(migration.file()), Words.named(names, 3), sentence)));
      }
    }
    if (waits.isEmpty()) {
      waits.add("None is foreseen: locks that make others wait are held for an instant.");
    }
    Answer runtime = report.checklist().answer(Question.RUNTIME);
    waits.add("Run time: " + runtime.evidence());
    return waits;
  }

  private List<String> dependencies() {
    List<String> needs = new ArrayList<>();
    needs.add(
        "PostgreSQL %s, run by %s, in the order of the files."
            .formatted(report.result().postgresVersion(), report.result().runner()));
    List<String> outside =
        pending.stream()
            .filter(m -> !m.transactional())
            .map(m -> Words.fileName(m.file()))
            .toList();
    if (!outside.isEmpty()) {
      needs.add("Outside a transaction: %s.".formatted(String.join(", ", cut(outside))));
    }
    List<String> later =
        pending.stream()
            .filter(m -> m.classification() == Classification.EXPAND_CONTRACT_REQUIRED)
            .map(m -> Words.fileName(m.file()))
            .toList();
    if (!later.isEmpty()) {
      needs.add(
          "Only when no running version needs what they take away: %s."
              .formatted(String.join(", ", cut(later))));
    }
    pending.stream()
        .flatMap(m -> m.statements().stream())
        .flatMap(s -> s.effects().waitsFor().stream())
        .distinct()
        .sorted()
        .map(what -> "Waits for %s, so long transactions hold it up.".formatted(what))
        .forEach(needs::add);
    return needs;
  }

  private List<String> rollback() {
    List<String> sentences = new ArrayList<>();
    sentences.add("Down scripts: " + report.checklist().answer(Question.DOWN_TESTED).evidence());
    for (AnalysedMigration migration : pending) {
      for (AnalysedStatement statement : migration.statements()) {
        if (!statement.effects().dataLoss().isEmpty()) {
          sentences.add(
              "%s:%d destroys %s: only a backup brings it back."
                  .formatted(
                      Words.fileName(migration.file()),
                      statement.line(),
                      String.join(", ", statement.effects().dataLoss())));
        }
      }
    }
    sentences.add("Backup: " + report.checklist().answer(Question.BACKUP_FRESH).evidence());
    return sentences;
  }

  private List<String> testPlan() {
    List<String> steps = new ArrayList<>();
    steps.add("Rehearsal: " + report.checklist().answer(Question.REHEARSED).evidence());
    steps.add("Run the tests of the version that is in production against the migrated schema.");
    steps.add("Run the tests of the new version against it.");
    if (pending.stream().flatMap(m -> m.statements().stream()).anyMatch(Evidences::changesRows)) {
      steps.add("Compare the changed rows with what they should be, by count and by sample.");
    }
    return steps;
  }

  private static List<String> cut(List<String> sentences) {
    if (sentences.size() <= LISTED_AT_MOST) {
      return sentences;
    }
    List<String> first = new ArrayList<>(sentences.subList(0, LISTED_AT_MOST));
    first.add("%,d more.".formatted(sentences.size() - LISTED_AT_MOST));
    return first;
  }
}
