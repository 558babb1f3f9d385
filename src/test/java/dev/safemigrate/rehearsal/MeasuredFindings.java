package dev.safemigrate.rehearsal;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.analysis.AnalysisResult;
import dev.safemigrate.analysis.ReportedFinding;
import dev.safemigrate.effect.LockMode;
import dev.safemigrate.effect.Measurement;
import dev.safemigrate.effect.RelationLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /**
   * @param found the project as it is analysed file by file
   * @param rehearsed the same with measurements
   */
  MeasuredFindings(AnalysisResult found, AnalysisResult rehearsed) {
    for (AnalysedMigration migration : rehearsed.migrations()) {
      for (AnalysedStatement statement : migration.statements()) {
        statement.measured().ifPresent(m -> measured.put(place(migration, statement), m));
      }
    }
    for (AnalysedMigration migration : found.migrations()) {
      for (AnalysedStatement statement : migration.statements()) {
        Measurement measurement = measured.get(place(migration, statement));
        if (measurement != null) {
          statement.findings().forEach(finding -> compare(finding, measurement));
        }
      }
    }
  }

  private static String place(AnalysedMigration migration, AnalysedStatement statement) {
    return migration.file() + ":" + statement.line() + ":" + statement.column();
  }

  /** How many findings there are of statements that were measured. */
  int compared() {
    return lines.size();
  }

  /** Findings that name a lock which the statement did not take, or a weaker one. */
  List<String> untrue() {
    return List.copyOf(untrue);
  }

  /** Writes every finding of a measured statement with its measurement. */
  void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, lines);
  }

  private void compare(ReportedFinding finding, Measurement measurement) {
    lines.add(finding.logLine() + "\n    measured: " + words(measurement));
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
