package dev.safemigrate.rehearsal;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.AnalysisRequest;
import dev.safemigrate.analysis.AnalysisResult;
import dev.safemigrate.runner.Rollback;
import dev.safemigrate.source.MigrationScript;
import java.util.List;
import java.util.Optional;

/**
 * What is to be rehearsed.
 *
 * @param request all migrations in the order in which they run, applied ones first
 * @param analysis the answer to it; says which are pending
 * @param downs divides down scripts into transactions
 * @param base SQL that makes what was there before the first of the migrations
 * @param seed rows to put in before the pending migrations
 * @param rows how many rows to generate for each empty table that a pending migration touches
 * @param queries statements of the running version; empty to generate some from the tables
 * @param restored whether the database holds a copy already, so that it need not be empty
 */
public record RehearsalPlan(
    AnalysisRequest request,
    AnalysisResult analysis,
    Rollback.Gate downs,
    Optional<Seed> base,
    Optional<Seed> seed,
    int rows,
    List<OldStatement> queries,
    boolean restored) {

  /** Rejects an analysis of something else. */
  public RehearsalPlan {
    queries = List.copyOf(queries);
    if (request.scripts().size() != analysis.migrations().size()) {
      throw new IllegalArgumentException(
          "%d scripts, %d analysed"
              .formatted(request.scripts().size(), analysis.migrations().size()));
    }
  }

  List<MigrationScript> scripts() {
    return request.scripts();
  }

  /**
   * SQL of a file.
   *
   * @param name of its file, for messages
   * @param sql as it is sent
   */
  public record Seed(String name, String sql) {}

  AnalysedMigration analysed(MigrationScript script) {
    for (int i = 0; i < scripts().size(); i++) {
      if (scripts().get(i).identity().equals(script.identity())) {
        return analysis.migrations().get(i);
      }
    }
    throw new IllegalStateException(script.identity() + " was not analysed");
  }

  boolean isPending(MigrationScript script) {
    return analysed(script).pending();
  }
}
