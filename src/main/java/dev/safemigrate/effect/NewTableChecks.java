package dev.safemigrate.effect;

import dev.safemigrate.ast.ColumnDefinition;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.CreateTable;
import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.ExpressionFacts;
import dev.safemigrate.ast.IndexColumn;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.TableElement;
import dev.safemigrate.schema.DataType;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the server refuses of a new table by its own words (parse_utilcmd.c, tablecmds.c). */
final class NewTableChecks {

  /** Every table has these besides its own (manual 5.6). */
  static final Set<String> SYSTEM_COLUMNS =
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
    long primaryKeys =
        constraints.stream().filter(c -> c instanceof Constraint.Key key && key.primary()).count();
    if (primaryKeys > 1) {
      prediction.fail(
          Prediction.INVALID_TABLE_DEFINITION, "%s has several primary keys", statement.name());
    }
    constraints.stream()
        .filter(Constraint.Key.class::isInstance)
        .forEach(
            key -> KeyConstraints.refuseRepeated(prediction, ((Constraint.Key) key).columns()));
    parents();
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
    if (SYSTEM_COLUMNS.contains(column.name()) && statement.ofType().isEmpty()) {
      prediction.fail(
          Prediction.DUPLICATE_COLUMN, "%s is the name of a system column", column.name());
    }
    new NewColumnType(prediction, column).check();
    column
        .type()
        .map(prediction.schema()::resolve)
        .ifPresent(
            type ->
                column
                    .constraints(Constraint.Default.class)
                    .forEach(value -> checkDefault(type, value.value().text())));
  }

  private void checkDefault(DataType type, String text) {
    new NewEnumValues(prediction).refuseDefault(type, text);
    new DefaultValues(prediction).check(type, text);
  }

  /** INHERITS: columns of the same name are merged and must be of one type (MergeAttributes()). */
  private void parents() {
    Map<String, String> types = new HashMap<>();
    for (QualifiedName name : statement.inherits()) {
      Optional<Relation> found = prediction.schema().find(name);
      if (found.isEmpty() || !(found.get() instanceof Table parent)) {
        continue;
      }
      if (parent.partitionKey().isPresent() || parent.isPartition()) {
        prediction.fail(Prediction.WRONG_OBJECT_TYPE, "%s is partitioned", parent.name());
      }
      parent.columns().forEach(column -> merge(types, column.name(), column.type()));
    }
    for (TableElement element : statement.elements()) {
      if (element instanceof TableElement.Column column && !types.isEmpty()) {
        column
            .definition()
            .type()
            .map(prediction.schema()::resolve)
            .ifPresent(type -> merge(types, column.definition().name(), type));
      }
    }
  }

  private void merge(Map<String, String> types, String column, DataType type) {
    String before = types.putIfAbsent(column, type.canonical());
    if (before != null && !before.equals(type.canonical())) {
      prediction.fail(Prediction.DATATYPE_MISMATCH, "column %s has another type", column);
    }
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
