package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction.AlterColumnType;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
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
                      remedy(context, table, change.action())))
          .ifPresent(findings);
    }
  }

  private static Remedy remedy(
      StatementContext context, QualifiedName table, AlterColumnType action) {
    String column = action.column();
    String next = SqlNames.join(column, "new");
    String alter = "ALTER TABLE " + context.name(table);
    String value =
        action
            .using()
            .map(expression -> expression.text())
            .orElse(
                "%s::%s".formatted(SqlNames.quote(column), context.words(action.type().span())));
    return Remedy.of(
        "Add a column of the new type, write both from the application or a trigger, backfill in"
            + " batches, read the new one, drop the old one in a later release.",
        Remedy.File.transaction(
            alter
                + " ADD COLUMN "
                + SqlNames.quote(next)
                + " "
                + context.words(action.type().span())),
        Remedy.File.outsideTransaction(
            "-- in batches, by primary key\nUPDATE %s SET %s = %s WHERE %s IS DISTINCT FROM %s"
                .formatted(
                    context.name(table), SqlNames.quote(next), value, SqlNames.quote(next), value)),
        Remedy.File.later(
            alter + " DROP COLUMN " + SqlNames.quote(column),
            alter + " RENAME COLUMN " + SqlNames.quote(next) + " TO " + SqlNames.quote(column)));
  }
}
