package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction.AlterColumnType;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.RuleInfo;
import java.util.function.Consumer;

/** A type change that writes the table anew. */
final class TypeChangeRewrite implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "type-change-rewrite",
          "Type change rewrites the table",
          Classification.EXPAND_CONTRACT_REQUIRED);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    for (var change : context.actions(AlterColumnType.class)) {
      QualifiedName table = change.table().relation().name();
      if (change.effects().rewrites().isEmpty()) {
        continue;
      }
      context
          .lockFelt(change.effects(), table)
          .map(
              lock ->
                  new Finding(
                      INFO,
                      change.action().span(),
                      "Changing the type of %s.%s to %s writes the whole table and its indexes anew and blocks %s meanwhile (%s lock); the running version reads another type afterwards."
                          .formatted(
                              table,
                              change.action().column(),
                              context.words(change.action().type().span()),
                              Words.blocked(lock.mode()),
                              lock.mode().sqlName()),
                      context.plan(
                          "Add a column of the new type, keep both equal with a trigger, backfill in"
                              + " batches, move the application over, and drop the old one in a"
                              + " later release.")))
          .ifPresent(findings);
    }
  }
}
