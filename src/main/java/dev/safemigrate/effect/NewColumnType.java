package dev.safemigrate.effect;

import dev.safemigrate.ast.ColumnDefinition;
import dev.safemigrate.ast.Constraint;
import dev.safemigrate.ast.TypeName;
import dev.safemigrate.schema.DataType;

/** What the server refuses of a column's definition by its type, be the table new or not. */
final class NewColumnType {

  private final Prediction prediction;
  private final ColumnDefinition column;
  private final DataType type;

  NewColumnType(Prediction prediction, ColumnDefinition column) {
    this.prediction = prediction;
    this.column = column;
    this.type = column.type().map(prediction.schema()::resolve).orElse(DataType.UNKNOWN);
  }

  void check() {
    if (isMissing()) {
      prediction.fail(
          Prediction.UNDEFINED_OBJECT, "the type of column %s does not exist", column.name());
      return;
    }
    identity();
    for (Constraint.Generated generated : column.constraints(Constraint.Generated.class)) {
      new Immutability(prediction).require(generated.value().text(), "a generation expression");
      if (!generated.stored()) {
        builtInOnly(generated.value().text());
      }
    }
  }

  /** A virtual column uses nothing that users define (manual, "Generated Columns"). */
  private void builtInOnly(String expression) {
    if (type.definition().isPresent()) {
      prediction.fail(
          Prediction.NOT_SUPPORTED, "virtual column %s has a user-defined type", column.name());
    }
    prediction.reader().expression(expression).functions().stream()
        .filter(function -> !prediction.schema().functions(function).isEmpty())
        .filter(function -> prediction.types().volatilities(function.name()).isEmpty())
        .forEach(
            function ->
                prediction.fail(
                    Prediction.NOT_SUPPORTED,
                    "virtual column %s calls the user-defined function %s",
                    column.name(),
                    function));
  }

  /** A type that is neither built in, nor of a known extension, nor in the schema. */
  private boolean isMissing() {
    return !ColumnActions.isSerial(column)
        && column.type().filter(declared -> isMissing(prediction, declared)).isPresent();
  }

  static boolean isMissing(Prediction prediction, TypeName declared) {
    DataType type = prediction.schema().resolve(declared);
    return !declared.percentType()
        && prediction.schema().complete()
        && !type.known()
        && prediction.types().type(type.name().name()).isEmpty();
  }

  /** transformColumnDefinition() of parse_utilcmd.c takes the three types that count. */
  private void identity() {
    if (column.constraints(Constraint.Identity.class).isEmpty()) {
      return;
    }
    requireNumber(prediction, type);
  }

  /** Fails for a type that cannot count. */
  static void requireNumber(Prediction prediction, DataType type) {
    ResolvedType resolved = RelationTypes.resolve(prediction.schema(), type, prediction.types());
    boolean number = resolved.is("int2") || resolved.is("int4") || resolved.is("int8");
    if (!number && resolved.kind() == ResolvedType.Kind.BASE) {
      prediction.fail(
          Prediction.INVALID_PARAMETER, "an identity column is smallint, integer or bigint");
    }
  }
}
