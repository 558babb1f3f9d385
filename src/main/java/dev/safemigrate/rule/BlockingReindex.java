package dev.safemigrate.rule;

import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Reindex;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** A rebuild of indexes that makes writers, and readers of the index, wait. */
final class BlockingReindex implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo("blocking-reindex", "REINDEX blocks writes", Classification.RISKY);

  private static final Pattern HEAD =
      Pattern.compile("(?i)^REINDEX\\s*(\\([^)]*\\)\\s*)?(INDEX|TABLE|SCHEMA|DATABASE)\\b");

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (!(context.statement() instanceof Reindex reindex) || reindex.concurrently()) {
      return;
    }
    boolean felt =
        context.felt(context.effects()).stream().anyMatch(lock -> lock.mode().blocksWrites());
    if (felt || reindex.target() == Reindex.Target.SCHEMA) {
      findings.accept(
          new Finding(
              INFO,
              reindex.span(),
              "Rebuilding %s blocks writes to its table, and reads that would use the index, until it ends."
                  .formatted(reindex.name().map(QualifiedName::toString).orElse("all indexes")),
              remedy(context)));
    }
  }

  private static Remedy remedy(StatementContext context) {
    return Splice.after(context.sql(), HEAD, " CONCURRENTLY")
        .map(
            sql ->
                Remedy.of(
                    "Write REINDEX ... CONCURRENTLY, outside a transaction: "
                        + context.runner().howToRunOutsideTransaction()
                        + ".",
                    Remedy.File.outsideTransaction(sql)))
        .orElse(Remedy.of("Rebuild index by index with REINDEX INDEX CONCURRENTLY."));
  }
}
