package dev.safemigrate.effect;

import dev.safemigrate.ast.ColumnDefinition;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.CreateTable;
import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.ExpressionFacts;
import dev.safemigrate.ast.IndexColumn;
import dev.safemigrate.ast.TableElement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the server refuses of a new table by its own words (parse_utilcmd.c, tablecmds.c). */
final class NewTableChecks {

  /** Every table has these besides its own (manual 5.6). */
  private static final Set<String> SYSTEM_COLUMNS =
      Set.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid");

  private final Prediction prediction;
  private final CreateTable statement;
  private final Set<String> columns = new HashSet<>();

  NewTableChecks(Prediction prediction, CreateTable statement) {
    this.prediction = prediction;
    this.statement = statement;
  }

  void check() {
    List<Constraint> constraints = new ArrayList<>();
    for (TableElement element : statement.elements()) {
      if (element instanceof TableElement.Column column) {
        column(column.definition());
        constraints.addAll(column.definition().constraints());
      }
      if (element instanceof TableElement.TableConstraint constraint) {
        constraints.add(constraint.constraint());
      }
    }
    if (hasOtherColumns()) {
      return;
    }
    statement
        .partitionBy()
        .ifPresent(
            partitions ->
                known(partitions.keys().stream().flatMap(key -> key.column().stream()).toList()));
    for (Constraint constraint : constraints) {
      if (constraint instanceof Constraint.Check check) {
        known(check.condition());
      }
      if (constraint instanceof Constraint.Key key) {
        known(key.columns());
      }
      if (constraint instanceof Constraint.Exclusion exclusion) {
        known(
            exclusion.elements().stream()
                .map(element -> element.column())
                .map(IndexColumn::column)
                .flatMap(column -> column.stream())
                .toList());
      }
    }
  }

  private void column(ColumnDefinition column) {
    if (!columns.add(column.name())) {
      prediction.fail(
          Prediction.DUPLICATE_COLUMN, "column %s is specified more than once", column.name());
    }
    new NewColumnType(prediction, column).check();
  }

  /** Columns of parents, of a type, or of another table are not all known here. */
  private boolean hasOtherColumns() {
    return !statement.inherits().isEmpty()
        || statement.partitionOf().isPresent()
        || statement.ofType().isPresent()
        || statement.elements().stream().anyMatch(TableElement.Like.class::isInstance);
  }

  private void known(Expression expression) {
    ExpressionFacts facts = prediction.reader().expression(expression.text());
    if (!facts.opaque() && !facts.subquery()) {
      known(List.copyOf(facts.columns()));
    }
  }

  private void known(List<String> names) {
    for (String name : names) {
      boolean known =
          columns.contains(name)
              || SYSTEM_COLUMNS.contains(name)
              || name.equals(statement.name().name());
      if (!known) {
        prediction.fail(
            Prediction.UNDEFINED_COLUMN, "column %s of %s does not exist", name, statement.name());
      }
    }
  }
}
