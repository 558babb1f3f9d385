package dev.safemigrate.rule;

import dev.safemigrate.ast.CreateIndex;
import dev.safemigrate.ast.Drop;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** An invalid index that IF NOT EXISTS takes for the real one. */
final class InvalidIndexKept implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "invalid-index-kept", "IF NOT EXISTS keeps an invalid index", Classification.SAFE);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (!(context.statement() instanceof CreateIndex index)
        || !index.concurrently()
        || !index.ifNotExists()
        || index.name().isEmpty()
        || context.runner() == Runner.MIGRATE
        || droppedBefore(context, index.name().orElseThrow())) {
      return;
    }
    String name = index.name().orElseThrow();
    String create = context.sql().replaceFirst("(?i)\\s+IF\\s+NOT\\s+EXISTS\\b", "");
    findings.accept(
        new Finding(
            INFO,
            index.span(),
            "When a first try fails, it leaves %s behind invalid, and the next run keeps it as it is."
                .formatted(name),
            Remedy.of(
                "Drop what a failed try left, then build without IF NOT EXISTS.",
                Remedy.File.outsideTransaction(
                    "DROP INDEX CONCURRENTLY IF EXISTS "
                        + indexName(context, index.table().name(), name)),
                Remedy.File.outsideTransaction(create))));
  }

  private static String indexName(StatementContext context, QualifiedName table, String name) {
    return table
        .schema()
        .map(schema -> SqlNames.quote(schema) + "." + SqlNames.quote(name))
        .orElse(SqlNames.quote(name));
  }

  private static boolean droppedBefore(StatementContext context, String name) {
    return context.script().statements().stream()
        .filter(statement -> statement.span().end() <= context.statement().span().start())
        .anyMatch(
            statement ->
                statement instanceof Drop drop
                    && drop.objectType() == ObjectType.INDEX
                    && drop.objects().stream()
                        .anyMatch(object -> object.name().name().equals(name)));
  }
}
