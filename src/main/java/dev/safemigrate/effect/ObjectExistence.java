package dev.safemigrate.effect;

import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.Statistics;
import dev.safemigrate.schema.Table;
import dev.safemigrate.schema.View;

/** Whether what a statement names is there, as far as the schema tells. */
final class ObjectExistence {

  private final Prediction prediction;

  ObjectExistence(Prediction prediction) {
    this.prediction = prediction;
  }

  /** Fails where an object outside the namespace of relations is certain to be missing. */
  void require(ObjectReference object, boolean ifExists) {
    if (ifExists || !prediction.schema().complete()) {
      return;
    }
    QualifiedName name = object.name();
    switch (object.type()) {
      case SCHEMA -> {
        if (!prediction.schema().hasSchema(name.name())) {
          prediction.fail("3F000", "schema %s does not exist", name);
        }
      }
      case TYPE, DOMAIN -> {
        boolean known =
            prediction.schema().findType(name).isPresent()
                || prediction.schema().find(name).isPresent()
                || prediction.types().type(name.name()).isPresent();
        if (!known) {
          prediction.fail(Prediction.UNDEFINED_OBJECT, "type %s does not exist", name);
        }
      }
      case PUBLICATION -> {
        if (prediction.schema().publication(name.name()).isEmpty()) {
          prediction.fail(Prediction.UNDEFINED_OBJECT, "publication %s does not exist", name);
        }
      }
      case STATISTICS -> {
        RelationName wanted = prediction.schema().creationName(name);
        boolean known =
            prediction.schema().all(Statistics.class).anyMatch(s -> s.name().equals(wanted));
        if (!known) {
          prediction.fail(Prediction.UNDEFINED_OBJECT, "statistics %s do not exist", name);
        }
      }
      case FUNCTION, PROCEDURE, ROUTINE -> {
        boolean known =
            !prediction.schema().functions(name).isEmpty()
                || !prediction.types().volatilities(name.name()).isEmpty();
        if (!known) {
          prediction.fail(Prediction.UNDEFINED_FUNCTION, "function %s does not exist", name);
        }
      }
      default -> {
        // Of the other kinds nothing is kept.
      }
    }
  }

  /** A trigger, rule, policy or constraint of a relation. */
  void requirePart(ObjectReference object, Relation relation, boolean ifExists) {
    if (ifExists || !knowsParts(relation)) {
      return;
    }
    if (!hasPart(object, relation)) {
      prediction.fail(
          Prediction.UNDEFINED_OBJECT,
          "%s %s of %s does not exist",
          object.type().sqlName(),
          object.name().name(),
          relation.name());
    }
  }

  private static boolean knowsParts(Relation relation) {
    return relation instanceof Table table
        ? table.columnsKnown()
        : relation instanceof View && !relation.assumed();
  }

  /** Whether the relation is known to have it. */
  boolean hasPart(ObjectReference object, Relation relation) {
    String name = object.name().name();
    return switch (object.type()) {
      case TRIGGER ->
          prediction.schema().triggers(relation.id()).stream()
              .anyMatch(t -> t.name().name().equals(name));
      case RULE ->
          prediction.schema().rules(relation.id()).stream()
              .anyMatch(r -> r.name().name().equals(name));
      case POLICY ->
          prediction.schema().policies(relation.id()).stream()
              .anyMatch(p -> p.name().name().equals(name));
      case TABLE_CONSTRAINT ->
          relation instanceof Table table && table.constraint(name).isPresent();
      default -> true;
    };
  }

  /** A column of a table or view; those that every table has count. */
  void requireColumn(Relation relation, String column) {
    boolean missing =
        relation instanceof Table table
            && table.columnsKnown()
            && table.column(column).isEmpty()
            && !NewTableChecks.SYSTEM_COLUMNS.contains(column)
            && !column.equals(table.name().name());
    boolean missingInView =
        relation instanceof View view
            && !view.assumed()
            && !view.columns().isEmpty()
            && !view.columns().contains(column);
    if (missing || missingInView) {
      prediction.fail(
          Prediction.UNDEFINED_COLUMN, "column %s of %s does not exist", column, relation.name());
    }
  }
}
