package dev.safemigrate.rule;

import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import dev.safemigrate.parser.BatchReader;
import dev.safemigrate.parser.BatchedStatement;
import dev.safemigrate.schema.Table;
import dev.safemigrate.source.BackfillOptions;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A statement that is declared a backfill and cannot be run in batches. */
final class RefusedBackfill implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo("refused-backfill", "Backfill cannot be run in batches", Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public boolean concernsRefused() {
    return true;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    context
        .script()
        .backfill(context.statement())
        .flatMap(options -> refusal(context, options))
        .map(reason -> finding(context, reason))
        .ifPresent(findings);
  }

  private static Finding finding(StatementContext context, String reason) {
    return new Finding(
        INFO,
        context.statement().span(),
        "This is declared a backfill, but migrate:apply refuses it: %s.".formatted(reason),
        Remedy.of(
            "Write it so that each batch gives what the whole would give, or take"
                + " -- migrate:backfill away."));
  }

  /** Why the runner would refuse the backfill, as far as it can be told without a server. */
  static Optional<String> refusal(StatementContext context, BackfillOptions options) {
    if (context.transaction().state().open()) {
      return Optional.of(
          "it commits after each batch, so that it cannot stand between BEGIN and COMMIT");
    }
    return unreadable(context, options);
  }

  /** Why a statement cannot be run in batches, wherever it stands. */
  static Optional<String> unreadable(StatementContext context, BackfillOptions options) {
    BatchReader.Result result =
        new BatchReader(context.version(), context.queries())
            .read(context.sql(), options.table(), options.readsOwnTable());
    if (result instanceof BatchReader.Refused refused) {
      return Optional.of(refused.reason());
    }
    BatchedStatement batched = ((BatchReader.Readable) result).statement();
    Optional<Table> walked = context.table(batched.walked());
    return options.key().isEmpty() ? keyless(context, batched, walked) : Optional.empty();
  }

  /** What is not known of a table is left to the runner, which asks the server. */
  private static Optional<String> keyless(
      StatementContext context, BatchedStatement batched, Optional<Table> walked) {
    if (walked.filter(table -> table.columnsKnown() && !table.assumed()).isEmpty()) {
      return Optional.empty();
    }
    QualifiedName name = batched.walked();
    List<List<String>> keys =
        context.schema().indexes(walked.get().id()).stream()
            .filter(index -> index.unique() && !index.hasExpressions())
            .filter(index -> index.predicate().isEmpty())
            .map(index -> index.keyColumns())
            .filter(columns -> columns.stream().allMatch(c -> context.isNotNull(name, c)))
            .toList();
    if (keys.isEmpty()) {
      return batched.skipsDoneRows()
          ? Optional.empty()
          : Optional.of(
              "%s has no key to walk by, unique and NOT NULL, and its WHERE does not leave out rows that are done"
                  .formatted(name));
    }
    return keys.stream().allMatch(key -> !Collections.disjoint(key, batched.assigned()))
        ? Optional.of("it changes the key that %s is walked by".formatted(name))
        : Optional.empty();
  }
}
