package dev.safemigrate.rehearsal;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.AnalysisResult;
import dev.safemigrate.runner.Rollback;
import dev.safemigrate.source.MigrationScript;
import java.util.List;
import java.util.Optional;

/**
 * What is to be rehearsed.
 *
 * @param scripts all migrations in the order in which they run, applied ones first
 * @param analysis of the same, in the same order; says which are pending
 * @param downs divides down scripts into transactions
 * @param seed rows to put in before the pending migrations
 */
public record RehearsalPlan(
    List<MigrationScript> scripts,
    AnalysisResult analysis,
    Rollback.Gate downs,
    Optional<Seed> seed) {

  /** Rejects an analysis of something else. */
  public RehearsalPlan {
    scripts = List.copyOf(scripts);
    if (scripts.size() != analysis.migrations().size()) {
      throw new IllegalArgumentException(
          "%d scripts, %d analysed".formatted(scripts.size(), analysis.migrations().size()));
    }
  }

  /**
   * SQL that puts rows into tables.
   *
   * @param name of its file, for messages
   * @param sql as it is sent
   */
  public record Seed(String name, String sql) {}

  AnalysedMigration analysed(MigrationScript script) {
    for (int i = 0; i < scripts.size(); i++) {
      if (scripts.get(i).identity().equals(script.identity())) {
        return analysis.migrations().get(i);
      }
    }
    throw new IllegalStateException(script.identity() + " was not analysed");
  }

  boolean isPending(MigrationScript script) {
    return analysed(script).pending();
  }
}
