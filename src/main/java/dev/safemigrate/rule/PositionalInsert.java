package dev.safemigrate.rule;

import dev.safemigrate.ast.Insert;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import dev.safemigrate.schema.Column;
import dev.safemigrate.schema.Table;
import dev.safemigrate.text.Span;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** An INSERT that names no columns, so that their order decides what goes where. */
final class PositionalInsert implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo("positional-insert", "INSERT names no columns", Classification.RISKY);

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public void check(StatementContext context, Consumer<Finding> findings) {
    if (!(context.statement() instanceof Insert insert) || insert.byPosition().isEmpty()) {
      return;
    }
    InsertedRows rows = InsertedRows.of(context.words(insert.byPosition().get()));
    Optional<Table> target = known(context, insert.table());
    Optional<Table> source = rows.wholeTable().flatMap(name -> known(context, name));
    if (target.isPresent() && source.isPresent()) {
      Optional<String> wrong = wrong(source.get(), target.get());
      if (wrong.isPresent()) {
        findings.accept(
            new Finding(
                INFO,
                insert.span(),
                wrong.get(),
                named(context, insert, rows, columns(source.get(), target.get()))));
        return;
      }
    }
    // The first column stays the first.
    boolean one = rows.values().filter(count -> count == 1).isPresent();
    if (context.isVisible(insert.table()) && !one) {
      List<Column> columns = source.or(() -> target).map(Table::columns).orElse(List.of());
      int values = source.map(t -> t.columns().size()).orElse(rows.values().orElse(0));
      findings.accept(
          new Finding(
                  INFO,
                  insert.span(),
                  "The order of the columns of %s decides what goes where, and it depends on the order in which they came."
                      .formatted(insert.table()),
                  named(
                      context,
                      insert,
                      rows,
                      values <= columns.size()
                          ? columns.subList(0, values).stream().map(Column::name).toList()
                          : List.of()))
              .withClassification(Classification.SAFE));
    }
  }

  private static Optional<Table> known(StatementContext context, QualifiedName name) {
    return context.table(name).filter(table -> table.columnsKnown() && !table.assumed());
  }

  /** What goes wrong when all columns of one table go into another by position. */
  private static Optional<String> wrong(Table source, Table target) {
    int from = source.columns().size();
    int to = target.columns().size();
    if (from > to) {
      return Optional.of(
          "%s has %d columns and %s only %d: the INSERT fails."
              .formatted(source.name(), from, target.name(), to));
    }
    return IntStream.range(0, from)
        .filter(i -> !nameAt(source, i).equals(nameAt(target, i)))
        .filter(i -> target.column(nameAt(source, i)).isPresent())
        .mapToObj(
            i ->
                "The value of %s.%s goes into %s of %s: SELECT * gives values by position."
                    .formatted(source.name(), nameAt(source, i), nameAt(target, i), target.name()))
        .findFirst();
  }

  private static String nameAt(Table table, int position) {
    return table.columns().get(position).name();
  }

  private static List<String> columns(Table source, Table target) {
    return source.columns().stream()
        .map(Column::name)
        .filter(name -> target.column(name).filter(c -> c.generated().isEmpty()).isPresent())
        .toList();
  }

  /** The statement with the columns named. */
  private static Remedy named(
      StatementContext context, Insert insert, InsertedRows rows, List<String> columns) {
    String text = "Name the columns.";
    if (columns.isEmpty()) {
      return Remedy.of(text);
    }
    String list = ConstraintSql.columns(columns);
    Span by = insert.byPosition().orElseThrow();
    String before = context.words(new Span(insert.span().start(), by.start())).stripTrailing();
    String behind = context.words(new Span(by.end(), insert.span().end()));
    return Remedy.of(text, "%s (%s) %s%s".formatted(before, list, rows.selecting(list), behind));
  }
}
