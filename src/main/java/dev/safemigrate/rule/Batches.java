package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTableAction.DropColumn;
import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.schema.Table;
import dev.safemigrate.source.BackfillOptions;
import dev.safemigrate.text.Span;
import java.util.Optional;

/**
 * A data change in ranges of the table's key, each committed by itself: by our own runner, or by a
 * DO block, which can commit when it runs outside a transaction block (manual, PL/pgSQL,
 * "Transaction Management").
 */
final class Batches {

  private static final int ROWS = 5000;

  private static final String LOOP =
      """
      DO $batches$
      DECLARE
        batch_first %1$s.%2$s%%TYPE;
        batch_last %1$s.%2$s%%TYPE;
      BEGIN
        SELECT %2$s INTO batch_first FROM %1$s ORDER BY %2$s LIMIT 1;
        WHILE batch_first IS NOT NULL LOOP
          SELECT %2$s INTO batch_last
            FROM (SELECT %2$s FROM %1$s WHERE %2$s >= batch_first ORDER BY %2$s LIMIT %4$d) AS batch
            ORDER BY %2$s DESC LIMIT 1;
          %3$s;
          COMMIT;
          SELECT %2$s INTO batch_first FROM %1$s WHERE %2$s > batch_last ORDER BY %2$s LIMIT 1;
        END LOOP;
      END
      $batches$""";

  private Batches() {}

  /**
   * The statement of the context, range by range; words where that gives something else.
   *
   * @param text what to do
   * @param alias of the table in the statement
   * @param where its condition
   */
  static Remedy of(
      StatementContext context,
      String text,
      QualifiedName table,
      Optional<String> alias,
      Optional<Expression> where) {
    Optional<String> reason = RefusedBackfill.unreadable(context, BackfillOptions.NONE);
    if (reason.isPresent()) {
      return Remedy.of(text + " As it stands that cannot be: " + reason.get() + ".");
    }
    if (context.runner() == Runner.MIGRATE) {
      return Remedy.of(text, backfill(context.sql()));
    }
    return key(context, table).isEmpty()
        ? Remedy.of(text)
        : Remedy.of(text, inLoop(context, table, alias, where));
  }

  private static Remedy.File inLoop(
      StatementContext context,
      QualifiedName table,
      Optional<String> alias,
      Optional<Expression> where) {
    String range = range(context, table, alias.map(SqlNames::quote).orElse(context.name(table)));
    if (where.isEmpty()) {
      return loop(context, table, context.sql() + " WHERE " + range);
    }
    Span condition = where.get().span();
    Span statement = context.statement().span();
    return loop(
        context,
        table,
        context.words(new Span(statement.start(), condition.start()))
            + "("
            + context.words(condition)
            + ") AND "
            + range
            + context.words(new Span(condition.end(), statement.end())));
  }

  /** An UPDATE that fills a column of old rows; empty where the table has no key to walk. */
  static Optional<Remedy.File> fill(
      StatementContext context, QualifiedName table, String column, String value) {
    String name = context.name(table);
    if (context.runner() == Runner.MIGRATE) {
      return Optional.of(
          backfill(
              "UPDATE %s SET %s = %s WHERE %s IS NULL".formatted(name, column, value, column)));
    }
    return key(context, table)
        .map(
            key ->
                loop(
                    context,
                    table,
                    "UPDATE %s SET %s = %s WHERE %s IS NULL AND %s"
                        .formatted(name, column, value, column, range(context, table, name))));
  }

  /** Our own runner walks the table by itself, and goes on where a killed run stopped. */
  private static Remedy.File backfill(String change) {
    return Remedy.File.transaction("-- migrate:backfill\n" + change);
  }

  private static String range(StatementContext context, QualifiedName table, String qualifier) {
    return qualifier
        + "."
        + key(context, table).orElseThrow()
        + " BETWEEN batch_first AND batch_last";
  }

  /**
   * The first column of the primary key, which the statement must leave in its place; {@code id}
   * where the table's past is not known.
   */
  private static Optional<String> key(StatementContext context, QualifiedName table) {
    Optional<Table> known = context.table(table).filter(found -> !found.assumed());
    Optional<String> column =
        known.isEmpty()
            ? Optional.of("id")
            : known.get().primaryKey().map(key -> key.columns().get(0));
    boolean goes =
        context.actions(DropColumn.class).stream()
            .anyMatch(drop -> column.equals(Optional.of(drop.action().column())));
    return goes ? Optional.empty() : column.map(SqlNames::quote);
  }

  private static Remedy.File loop(StatementContext context, QualifiedName table, String change) {
    return Remedy.File.outsideTransaction(
        LOOP.formatted(
            context.name(table), key(context, table).orElseThrow(), change.strip(), ROWS));
  }
}
