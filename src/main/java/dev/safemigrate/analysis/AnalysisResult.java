package dev.safemigrate.analysis;

import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Pending;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * All that reports need, in the order in which migrations run.
 *
 * @param postgresVersion the server version that was assumed
 * @param runner the id of the tool that will run the files, as in {@code flyway}
 * @param pending how pending migrations were told from applied ones
 * @param migrations applied ones first
 * @param coverage how much was understood, of pending migrations
 * @param notes facts about the whole run, in sentences
 */
public record AnalysisResult(
    ServerVersion postgresVersion,
    String runner,
    Pending pending,
    List<AnalysedMigration> migrations,
    Coverage coverage,
    List<String> notes) {

  public AnalysisResult {
    migrations = List.copyOf(migrations);
    notes = List.copyOf(notes);
  }

  /** The migrations that are still to run. */
  public List<AnalysedMigration> pendingMigrations() {
    return migrations.stream().filter(AnalysedMigration::pending).toList();
  }

  /** How many statements of pending migrations are of each class; every class has an entry. */
  public Map<Classification, Integer> summary() {
    Map<Classification, Integer> counts = new EnumMap<>(Classification.class);
    for (Classification classification : Classification.values()) {
      counts.put(classification, 0);
    }
    pendingMigrations().stream()
        .flatMap(migration -> migration.statements().stream())
        .forEach(statement -> counts.merge(statement.classification(), 1, Integer::sum));
    return counts;
  }

  /** The findings of pending migrations, acknowledged ones too, in reading order. */
  public Stream<ReportedFinding> findings() {
    return pendingMigrations().stream().flatMap(AnalysedMigration::allFindings);
  }
}
