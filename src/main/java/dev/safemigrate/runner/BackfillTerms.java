package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.source.BackfillOptions;
import dev.safemigrate.source.Directive;
import dev.safemigrate.source.Directives;
import dev.safemigrate.source.MigrationScript;
import java.util.List;
import java.util.Optional;

/**
 * What a file says about a statement that is to run in batches.
 *
 * @param options of the directive
 * @param idempotent whether it may be run again on rows that it has done
 * @param verifications queries of the file that must be true behind its last backfill
 */
record BackfillTerms(BackfillOptions options, boolean idempotent, List<String> verifications) {

  BackfillTerms {
    verifications = List.copyOf(verifications);
  }

  /**
   * The terms of a statement.
   *
   * @param previousEnd where the statement before it ends, 0 for the first
   * @return empty when it is not to run in batches
   */
  static Optional<BackfillTerms> of(
      MigrationScript script, AnalysedStatement statement, int previousEnd) {
    List<Directive> own =
        Directives.of(script.directives(), previousEnd, statement.statement().span());
    boolean idempotent = own.stream().anyMatch(Directive.Idempotent.class::isInstance);
    int end = statement.statement().span().end();
    boolean last =
        script.directives().stream()
            .noneMatch(d -> d instanceof Directive.Backfill && d.span().start() >= end);
    List<String> verifications =
        script.directives().stream()
            .filter(directive -> last && directive instanceof Directive.Verify)
            .map(directive -> ((Directive.Verify) directive).query())
            .toList();
    return Directives.backfill(own)
        .map(directive -> new BackfillTerms(directive.options(), idempotent, verifications));
  }
}
