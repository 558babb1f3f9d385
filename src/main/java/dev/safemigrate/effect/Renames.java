package dev.safemigrate.effect;

import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.Rename;
import dev.safemigrate.ast.SetOwner;
import dev.safemigrate.ast.SetSchema;
import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.Sequence;
import dev.safemigrate.schema.StoredConstraint;
import dev.safemigrate.schema.Table;
import dev.safemigrate.schema.View;
import java.util.Optional;

/** RENAME, SET SCHEMA and OWNER TO: an instant, but the old name is gone. */
final class Renames {

  private final Prediction prediction;

  Renames(Prediction prediction) {
    this.prediction = prediction;
  }

  void rename(Rename statement) {
    switch (statement.objectType()) {
      case TABLE, INDEX, VIEW, MATERIALIZED_VIEW, SEQUENCE, FOREIGN_TABLE -> relation(statement);
      case COLUMN, ATTRIBUTE -> column(statement);
      case TABLE_CONSTRAINT -> constraint(statement);
      case TRIGGER, POLICY, RULE -> part(statement);
      case SCHEMA -> schema(statement);
      default -> {
        ObjectExistence existence = new ObjectExistence(prediction);
        existence.require(statement.object(), statement.ifExists());
        composite(statement);
        gone(statement.object().name().toString());
      }
    }
  }

  private void gone(String object) {
    prediction.out().breaks(Breakage.Kind.READS, object, "Statements that use the old name fail.");
  }

  /** A composite type is a relation of its own, which RENAME locks. */
  private void composite(Rename statement) {
    if (statement.objectType() == ObjectType.TYPE) {
      new TypeEffects(prediction).requireOwn(statement.object().name());
      prediction
          .schema()
          .find(statement.object().name())
          .filter(relation -> relation.kind() == RelationKind.COMPOSITE_TYPE)
          .ifPresent(relation -> prediction.lock(relation, LockMode.ACCESS_EXCLUSIVE));
    }
  }

  private void schema(Rename statement) {
    new ObjectExistence(prediction).require(statement.object(), statement.ifExists());
    boolean taken =
        prediction.schema().complete() && prediction.schema().hasSchema(statement.newName());
    if (taken) {
      prediction.fail("42P06", "schema %s exists", statement.newName());
    }
    gone(statement.object().name().toString());
  }

  /** ALTER INDEX takes a weaker lock than ALTER TABLE on the same index (RenameRelation()). */
  private void relation(Rename statement) {
    Optional<Relation> found = prediction.relation(statement.object().name(), statement.ifExists());
    if (found.isEmpty()) {
      return;
    }
    Relation relation = found.get();
    boolean asIndex =
        statement.objectType() == ObjectType.INDEX
            && (relation instanceof Index || relation.assumed());
    if (!fits(statement.objectType(), relation)) {
      prediction.fail(
          Prediction.WRONG_OBJECT_TYPE,
          "%s is not a %s",
          relation.name(),
          statement.objectType().sqlName());
      return;
    }
    prediction.lock(
        relation, asIndex ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE);
    RelationName target = prediction.beside(relation, statement.newName());
    if (prediction.schema().find(target).isPresent()) {
      prediction.fail(Prediction.DUPLICATE_TABLE, "relation %s exists", target);
    }
    // Statements do not name indexes.
    if (!asIndex && !(relation instanceof Index)) {
      gone(relation.name().toString());
    }
  }

  /** ALTER TABLE and ALTER INDEX rename relations of any kind. */
  private static boolean fits(ObjectType type, Relation relation) {
    RelationKind kind = relation.kind();
    if (relation.assumed()) {
      return true;
    }
    return switch (type) {
      case VIEW -> kind == RelationKind.VIEW;
      case MATERIALIZED_VIEW -> kind == RelationKind.MATERIALIZED_VIEW;
      case SEQUENCE -> kind == RelationKind.SEQUENCE;
      case FOREIGN_TABLE -> kind == RelationKind.FOREIGN_TABLE;
      default -> kind != RelationKind.COMPOSITE_TYPE;
    };
  }

  private void column(Rename statement) {
    Optional<QualifiedName> owner = statement.object().relation();
    Optional<Relation> found =
        owner.flatMap(name -> prediction.relation(name, statement.ifExists()));
    if (found.isEmpty()) {
      return;
    }
    Relation relation = found.get();
    String column = statement.object().name().name();
    prediction.lock(relation, LockMode.ACCESS_EXCLUSIVE);
    if (relation instanceof Table table) {
      tableColumn(table, column, statement);
    } else {
      new ObjectExistence(prediction).requireColumn(relation, column);
    }
    gone(relation.name() + "." + column);
  }

  private void tableColumn(Table table, String column, Rename statement) {
    if (table.column(column).isEmpty() && table.columnsKnown()) {
      prediction.fail(
          Prediction.UNDEFINED_COLUMN, "column %s of %s does not exist", column, table.name());
    }
    if (table.column(statement.newName()).isPresent()) {
      prediction.fail(
          Prediction.DUPLICATE_COLUMN, "column %s of %s exists", statement.newName(), table.name());
    }
    if (table.column(column).filter(c -> c.inherited()).isPresent()) {
      prediction.fail(
          Prediction.INVALID_TABLE_DEFINITION, "column %s is inherited from a parent", column);
    }
    if (table.properties().ofType().isPresent()) {
      prediction.fail(Prediction.WRONG_OBJECT_TYPE, "a typed table has the names of its type");
    }
    prediction
        .tree(table, false)
        .forEach(child -> prediction.lock(child, LockMode.ACCESS_EXCLUSIVE));
    typedTables(table, statement.cascade());
  }

  private void typedTables(Table type, boolean cascade) {
    if (type.kind() != RelationKind.COMPOSITE_TYPE) {
      return;
    }
    for (Table typed : prediction.schema().dependants(type.id(), Table.class)) {
      if (typed.properties().ofType().filter(type.id()::equals).isPresent()) {
        if (!cascade) {
          prediction.fail(
              Prediction.DEPENDENT_OBJECTS, "%s is the type of %s", type.name(), typed.name());
        }
        prediction.lock(typed, LockMode.ACCESS_EXCLUSIVE);
      }
    }
  }

  private void constraint(Rename statement) {
    Optional<Relation> found =
        statement
            .object()
            .relation()
            .flatMap(name -> prediction.relation(name, statement.ifExists()));
    if (found.isEmpty()) {
      return;
    }
    prediction.lock(found.get(), LockMode.ACCESS_EXCLUSIVE);
    if (!(found.get() instanceof Table table)) {
      if (!found.get().assumed()) {
        prediction.fail(Prediction.UNDEFINED_OBJECT, "%s has no constraints", found.get().name());
      }
      return;
    }
    String name = statement.object().name().name();
    Optional<StoredConstraint> constraint = table.constraint(name);
    if (constraint.isEmpty() && table.columnsKnown()) {
      prediction.fail(
          Prediction.UNDEFINED_OBJECT, "constraint %s of %s does not exist", name, table.name());
    }
    if (constraint.filter(StoredConstraint::inherited).isPresent()) {
      prediction.fail(
          Prediction.INVALID_TABLE_DEFINITION, "constraint %s is inherited from a parent", name);
    }
    if (table.constraint(statement.newName()).isPresent()) {
      prediction.fail(Prediction.DUPLICATE_OBJECT, "constraint %s exists", statement.newName());
    }
    boolean checked =
        constraint
            .filter(
                c -> c instanceof StoredConstraint.Check || c instanceof StoredConstraint.NotNull)
            .isPresent();
    if (checked) {
      prediction
          .tree(table, false)
          .forEach(child -> prediction.lock(child, LockMode.ACCESS_EXCLUSIVE));
    }
    constraint
        .flatMap(Renames::index)
        .ifPresent(
            id ->
                prediction.lock(prediction.schema().relation(id), LockMode.SHARE_UPDATE_EXCLUSIVE));
  }

  /** The index behind a key takes the new name with it. */
  private static Optional<dev.safemigrate.schema.ObjectId> index(StoredConstraint constraint) {
    if (constraint instanceof StoredConstraint.Key key) {
      return Optional.of(key.index());
    }
    return constraint instanceof StoredConstraint.Exclusion exclusion
        ? Optional.of(exclusion.index())
        : Optional.empty();
  }

  /** Since 15 the clones of a trigger on partitions are renamed with it (renametrig()). */
  private void part(Rename statement) {
    ObjectReference object = statement.object();
    Optional<Relation> found =
        object.relation().flatMap(name -> prediction.relation(name, statement.ifExists()));
    if (found.isEmpty()) {
      return;
    }
    Relation relation = found.get();
    prediction.lock(relation, LockMode.ACCESS_EXCLUSIVE);
    new ObjectExistence(prediction).requirePart(object, relation, statement.ifExists());
    ObjectReference renamed =
        new ObjectReference(
            object.span(),
            object.type(),
            QualifiedName.of(statement.newName()),
            object.relation(),
            object.arguments());
    boolean taken =
        object.type() != ObjectType.TABLE_CONSTRAINT
            && new ObjectExistence(prediction).hasPart(renamed, relation);
    if (taken) {
      prediction.fail(Prediction.DUPLICATE_OBJECT, "%s exists", statement.newName());
    }
    boolean clones =
        object.type() == ObjectType.TRIGGER
            && prediction.atLeast(15)
            && relation instanceof Table table
            && table.partitionKey().isPresent();
    if (clones) {
      prediction
          .schema()
          .descendants(relation.id())
          .forEach(child -> prediction.lock(child, LockMode.ACCESS_EXCLUSIVE));
    }
  }

  /** SET SCHEMA takes indexes and owned sequences along without locking the indexes. */
  void setSchema(SetSchema statement) {
    ObjectReference object = statement.object();
    if (!prediction.schema().hasSchema(statement.newSchema())) {
      prediction.fail("3F000", "schema %s does not exist", statement.newSchema());
    }
    gone(object.name().toString());
    if (!isRelation(object.type())) {
      new ObjectExistence(prediction).require(object, statement.ifExists());
      return;
    }
    Optional<Relation> found = prediction.relation(object.name(), statement.ifExists());
    if (found.isEmpty()) {
      return;
    }
    Relation relation = found.get();
    if (!fits(object.type(), relation) || relation instanceof Index) {
      prediction.fail(
          Prediction.WRONG_OBJECT_TYPE, "%s is not a %s", relation.name(), object.type().sqlName());
      return;
    }
    prediction.lock(relation, LockMode.ACCESS_EXCLUSIVE);
    boolean same = relation.name().schema().equals(statement.newSchema());
    RelationName target = new RelationName(statement.newSchema(), relation.name().name());
    if (!same && prediction.schema().find(target).isPresent()) {
      prediction.fail(Prediction.DUPLICATE_TABLE, "relation %s exists", target);
    }
    if (relation instanceof Sequence sequence && sequence.ownedBy().isPresent()) {
      prediction.fail(Prediction.NOT_SUPPORTED, "an owned sequence moves with its table");
    }
    if (relation instanceof Table) {
      for (Sequence sequence : prediction.schema().sequencesOwnedBy(relation.id())) {
        prediction.lock(sequence, LockMode.ACCESS_EXCLUSIVE);
      }
    }
  }

  private void composite(ObjectReference object) {
    prediction
        .schema()
        .find(object.name())
        .filter(relation -> relation.kind() == RelationKind.COMPOSITE_TYPE)
        .filter(relation -> object.type() == ObjectType.TYPE)
        .ifPresent(relation -> prediction.lock(relation, LockMode.ACCESS_EXCLUSIVE));
  }

  void owner(SetOwner statement) {
    ObjectReference object = statement.object();
    if (!isRelation(object.type())) {
      new ObjectExistence(prediction).require(object, false);
      composite(object);
      return;
    }
    prediction
        .relation(object.name(), false)
        .ifPresent(
            relation -> {
              prediction.lock(relation, LockMode.ACCESS_EXCLUSIVE);
              if (relation instanceof Table || relation instanceof View) {
                prediction.lockIndexes(relation.id(), LockMode.ACCESS_EXCLUSIVE);
              }
            });
  }

  private static boolean isRelation(ObjectType type) {
    return switch (type) {
      case TABLE, INDEX, VIEW, MATERIALIZED_VIEW, SEQUENCE, FOREIGN_TABLE -> true;
      default -> false;
    };
  }
}
