package dev.safemigrate.rehearsal;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.analysis.AnalysisResult;
import dev.safemigrate.analysis.ReportedFinding;
import dev.safemigrate.ast.DoBlock;
import dev.safemigrate.effect.LockMode;
import dev.safemigrate.effect.Measurement;
import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.rule.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What findings say of the statements of a project, beside what a server did when it ran them. The
 * findings are those of every file on its own, as if those before it had been released.
 */
final class MeasuredFindings {

  /** How messages name the lock that they are about. */
  private static final Pattern LOCK = Pattern.compile("\\(([A-Z ]+)(?: lock)?\\)");

  private final Map<String, Measurement> measured = new HashMap<>();
  private final List<String> lines = new ArrayList<>();
  private final List<String> untrue = new ArrayList<>();
  private final List<String> untold = new ArrayList<>();

  /**
   * @param found the project as it is analysed file by file
   * @param rehearsed the same with measurements
   */
  MeasuredFindings(AnalysisResult found, AnalysisResult rehearsed) {
    for (AnalysedMigration migration : rehearsed.migrations()) {
      for (AnalysedStatement statement : migration.statements()) {
        boolean differs = statement.findings().stream().anyMatch(MeasuredFindings::differs);
        // Whether a block does all that stands in it depends on its conditions.
        if (!differs && !(statement.statement() instanceof DoBlock)) {
          statement.measured().ifPresent(m -> measured.put(place(migration, statement), m));
        }
      }
    }
    for (AnalysedMigration migration : found.migrations()) {
      for (AnalysedStatement statement : migration.statements()) {
        Measurement measurement = measured.get(place(migration, statement));
        boolean runs = statement.findings().stream().noneMatch(ReportedFinding::certainFailure);
        if (measurement != null && runs) {
          statement.findings().forEach(finding -> compare(finding, measurement));
          if (statement.classification() == Classification.SAFE
              && !statement.newObjects()
              && !joinsNewTable(statement, measurement)
              && worksUnderLock(measurement)) {
            untold.add(
                place(migration, statement) + " is safe, but measured: " + words(measurement));
          }
        }
      }
    }
  }

  /** What was predicted wrongly is counted by the table of docs/quality.md already. */
  private static boolean differs(ReportedFinding finding) {
    return finding.rule().equals(Rules.PREDICTION_DIFFERS);
  }

  private static String place(AnalysedMigration migration, AnalysedStatement statement) {
    return migration.file() + ":" + statement.line() + ":" + statement.column();
  }

  /** How many findings there are of statements that were measured. */
  int compared() {
    return lines.size();
  }

  /**
   * Findings that name a lock which the statement did not take, or a weaker one, and those of work
   * that it did not do.
   */
  List<String> untrue() {
    return List.copyOf(untrue);
  }

  /**
   * Statements that are said to be safe, and kept others waiting while they read or wrote it all.
   */
  List<String> untold() {
    return List.copyOf(untold);
  }

  /**
   * A foreign key of a new table joins it with the other one, and stops where there are no rows. Of
   * a table that the transaction created the server's list of locks need not have a new one.
   */
  private static boolean joinsNewTable(AnalysedStatement statement, Measurement measured) {
    return statement.effects().locks().stream()
        .anyMatch(lock -> lock.unseen() && measured.scans().contains(lock.relation()));
  }

  private static boolean worksUnderLock(Measurement measured) {
    return measured.locks().stream()
        .filter(lock -> !lock.unseen() && lock.mode().blocksWrites())
        .map(RelationLock::relation)
        .anyMatch(
            relation ->
                measured.rewrites().contains(relation) || measured.scans().contains(relation));
  }

  /** Writes every finding of a measured statement with its measurement. */
  void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, lines);
  }

  /** What a rule's findings say that the server does, beside the lock. */
  private static final Map<String, Predicate<Measurement>> WORK =
      Map.of(
          "blocking-index-build", measured -> !measured.indexBuilds().isEmpty(),
          "blocking-key-build", measured -> !measured.indexBuilds().isEmpty(),
          "constraint-without-not-valid", measured -> !measured.scans().isEmpty(),
          "set-not-null-scan", measured -> !measured.scans().isEmpty(),
          "stored-generated-column", measured -> !measured.rewrites().isEmpty(),
          "type-change-rewrite", measured -> !measured.rewrites().isEmpty(),
          "type-change-index-rebuild",
              measured -> !measured.indexBuilds().isEmpty() || !measured.scans().isEmpty(),
          "volatile-default", measured -> !measured.rewrites().isEmpty());

  private void compare(ReportedFinding finding, Measurement measurement) {
    lines.add(finding.logLine() + "\n    measured: " + words(measurement));
    if (!WORK.getOrDefault(finding.rule().id(), measured -> true).test(measurement)) {
      untrue.add(finding.logLine() + " but measured: " + words(measurement));
    }
    boolean ofEarlier = finding.rule().id().equals("long-work-under-lock");
    LOCK.matcher(ofEarlier ? "" : finding.message())
        .results()
        .map(match -> mode(match.group(1)))
        .filter(mode -> measurement.locks().stream().noneMatch(lock -> atLeast(lock, mode)))
        .forEach(mode -> untrue.add(finding.logLine() + " but measured: " + words(measurement)));
  }

  private static boolean atLeast(RelationLock lock, LockMode mode) {
    return lock.mode().compareTo(mode) >= 0;
  }

  private static LockMode mode(String name) {
    return Arrays.stream(LockMode.values())
        .filter(mode -> mode.sqlName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no lock is called " + name));
  }

  private static String words(Measurement measured) {
    return "locks %s; rewrites %s; scans %s; builds %s; waits %s; blocking %s%s"
        .formatted(
            measured.locks().stream()
                .filter(lock -> lock.mode().compareTo(LockMode.ACCESS_SHARE) > 0)
                .map(MeasuredFindings::words)
                .collect(Collectors.joining(", ")),
            measured.rewrites(),
            measured.scans(),
            measured.indexBuilds(),
            measured.waitsFor(),
            measured.blocking().stream()
                .map(
                    b ->
                        b.relation()
                            + (b.reads() ? " reads" : "")
                            + b.writes().map(w -> w ? " writes" : "").orElse(""))
                .toList(),
            measured.failure().map(failure -> "; refused " + failure).orElse(""));
  }

  private static String words(RelationLock lock) {
    return lock.mode().sqlName() + " " + lock.relation() + (lock.unseen() ? " (new)" : "");
  }
}
