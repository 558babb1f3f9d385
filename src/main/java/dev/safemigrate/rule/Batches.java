package dev.safemigrate.rule;

import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.text.Span;
import java.util.Optional;

/** Batches of a data change. */
final class Batches {

  private Batches() {}

  /** The change for one range of the table's key, to be repeated range by range. */
  static Remedy.File file(
      StatementContext context, QualifiedName table, String sql, Optional<Expression> where) {
    String key = SqlNames.quote(context.keyColumn(table).orElse("id"));
    String range = key + " > :last AND " + key + " <= :upper";
    String bounded;
    if (where.isPresent()) {
      Span condition = where.get().span();
      Span statement = context.statement().span();
      bounded =
          context.words(new Span(statement.start(), condition.start()))
              + "("
              + context.words(condition)
              + ") AND "
              + range
              + context.words(new Span(condition.end(), statement.end()));
    } else if (sql.contains(" WHERE ")) {
      bounded = sql + " AND " + range;
    } else {
      bounded = sql + " WHERE " + range;
    }
    return Remedy.File.outsideTransaction(
        "-- for each range of some thousand keys of %s, committed one by one\n%s"
            .formatted(context.name(table), bounded.strip()));
  }
}
