package dev.safemigrate.plan;

import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.Table;
import java.util.List;
import java.util.Optional;

/** A column of another type: a second column, and a trigger that converts in both directions. */
final class ChangeTypePlanner implements Planner<Change.ChangeType> {

  @Override
  public Class<Change.ChangeType> handles() {
    return Change.ChangeType.class;
  }

  @Override
  public ExpandContractPlan plan(Change.ChangeType change, Before before) {
    Table table = before.triggeredTable(change.table());
    Column column = before.writtenColumn(table, change.column());
    if (column.identity().isPresent()) {
      throw new Refusal(
          column.name() + " is an identity column; ask for 'widen key " + change.table() + "'.");
    }
    SqlType from = SqlType.of(column);
    SqlType to = before.type(change.type(), column.name());
    String name = change.newName().orElseGet(() -> newName(column, to));
    before.unusedName(table, name);
    boolean exact = from.widensTo(to) && change.using().isEmpty() && change.back().isEmpty();
    Optional<String> steady = Expressions.steadyDefault(column.defaultValue());
    Optional<String> converted =
        change.using().isEmpty() ? steady.map(value -> cast(value, to)) : Optional.empty();
    ColumnSync sync =
        new ColumnSync(
            table,
            List.of(
                new ColumnSync.Side(
                    column.name(),
                    from,
                    change.back().orElseGet(() -> cast(Names.sql(name), from)),
                    steady)),
            List.of(
                new ColumnSync.Side(
                    name,
                    to,
                    change.using().orElseGet(() -> cast(Names.sql(column.name()), to)),
                    converted)),
            exact);
    return new ReplacedColumn(
            before,
            table,
            column,
            name,
            to,
            sync,
            "Change %s from %s to %s, as %s"
                .formatted(Names.shown(change.table(), column.name()), from.sql(), to.sql(), name))
        .plan();
  }

  private static String cast(String expression, SqlType type) {
    return "CAST(%s AS %s)".formatted(expression, type.sql());
  }

  /** The column's name with the type behind it, as in {@code total_bigint}. */
  private static String newName(Column column, SqlType type) {
    String word = type.sql().replaceAll("\\(.*", "").replaceAll("[^A-Za-z0-9]+", "_");
    return Names.join(
        column.name(), word.replaceAll("_$", "") + (type.sql().endsWith("[]") ? "s" : ""));
  }
}
