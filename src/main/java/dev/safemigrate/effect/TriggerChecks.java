package dev.safemigrate.effect;

import dev.safemigrate.ast.CreateTrigger;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.schema.FunctionDefinition;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.RelationKind;
import java.util.List;

/** What the server refuses of a trigger (CreateTriggerFiringOn() of trigger.c). */
final class TriggerChecks {

  private final Prediction prediction;

  TriggerChecks(Prediction prediction) {
    this.prediction = prediction;
  }

  void check(CreateTrigger statement, Relation relation) {
    if (!relation.assumed()) {
      kind(statement, relation);
    }
    statement
        .updateColumns()
        .forEach(column -> new ObjectExistence(prediction).requireColumn(relation, column));
    function(statement.function(), "trigger");
  }

  private void kind(CreateTrigger statement, Relation relation) {
    RelationKind kind = relation.kind();
    boolean insteadOf = statement.timing().equals("INSTEAD OF");
    boolean truncate = statement.events().stream().anyMatch("TRUNCATE"::equalsIgnoreCase);
    boolean transition = !statement.transitionTables().isEmpty();
    boolean fits =
        switch (kind) {
          case TABLE -> !insteadOf;
          case PARTITIONED_TABLE -> !insteadOf && !(statement.forEachRow() && transition);
          case VIEW ->
              !statement.constraint()
                  && !truncate
                  && !transition
                  && (insteadOf || !statement.forEachRow());
          case FOREIGN_TABLE -> !insteadOf && !statement.constraint() && !transition;
          default -> false;
        };
    if (!fits) {
      prediction.fail(
          Prediction.WRONG_OBJECT_TYPE, "such a trigger does not fit %s", relation.name());
    }
  }

  /** Fails where the function is certain to be missing, or to return something else. */
  void function(QualifiedName name, String returns) {
    List<FunctionDefinition> own = prediction.schema().functions(name);
    if (own.isEmpty()) {
      boolean unknown =
          prediction.schema().complete() && prediction.types().volatilities(name.name()).isEmpty();
      if (unknown) {
        prediction.fail(Prediction.UNDEFINED_FUNCTION, "function %s does not exist", name);
      }
      return;
    }
    boolean other =
        own.stream()
            .filter(function -> function.argumentTypes().isEmpty())
            .flatMap(function -> function.returns().stream())
            .anyMatch(type -> !type.name().name().equals(returns));
    if (other) {
      prediction.fail(
          Prediction.INVALID_OBJECT_DEFINITION, "function %s must return type %s", name, returns);
    }
  }
}
