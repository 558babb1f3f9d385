package dev.safemigrate.effect;

import dev.safemigrate.ast.Drop;
import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.schema.DataType;
import dev.safemigrate.schema.FunctionDefinition;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.Statistics;
import dev.safemigrate.schema.Table;
import java.util.List;
import java.util.Optional;

/** DROP of each kind of object. */
final class DropEffects {

  private final Prediction prediction;

  DropEffects(Prediction prediction) {
    this.prediction = prediction;
  }

  void drop(Drop statement) {
    switch (statement.objectType()) {
      case INDEX -> new IndexEffects(prediction).drop(statement);
      case TABLE, VIEW, MATERIALIZED_VIEW, SEQUENCE, FOREIGN_TABLE ->
          new Drops(prediction, statement).relations();
      case TRIGGER, RULE, POLICY -> statement.objects().forEach(o -> part(statement, o));
      case STATISTICS -> statement.objects().forEach(o -> statistics(statement, o));
      case SCHEMA -> statement.objects().forEach(o -> schema(statement, o));
      case TYPE, DOMAIN -> statement.objects().forEach(o -> type(statement, o));
      case FUNCTION, PROCEDURE, ROUTINE, AGGREGATE ->
          statement.objects().forEach(o -> function(statement, o));
      case EXTENSION -> statement.objects().forEach(o -> extension(statement, o));
      default -> statement.objects().forEach(o -> other(statement, o));
    }
  }

  private void other(Drop statement, ObjectReference object) {
    new ObjectExistence(prediction).require(object, statement.ifExists());
  }

  /** The table is locked before the trigger is looked for; with IF EXISTS only if it is there. */
  private void part(Drop statement, ObjectReference object) {
    Optional<Relation> found =
        object.relation().flatMap(name -> prediction.relation(name, statement.ifExists()));
    if (found.isEmpty()) {
      return;
    }
    Relation relation = found.get();
    ObjectExistence existence = new ObjectExistence(prediction);
    boolean has = existence.hasPart(object, relation) || relation.assumed();
    existence.requirePart(object, relation, statement.ifExists());
    if (!has) {
      return;
    }
    prediction.lock(relation, LockMode.ACCESS_EXCLUSIVE);
    prediction.lock(relation, LockMode.ACCESS_SHARE);
    if (object.type() == ObjectType.TRIGGER && relation instanceof Table table) {
      boolean perRow =
          prediction.schema().triggers(table.id()).stream()
              .filter(trigger -> ObjectEffects.named(trigger, object.name().name()))
              .anyMatch(trigger -> trigger.definition().forEachRow());
      if (perRow && table.partitionKey().isPresent()) {
        prediction
            .schema()
            .descendants(table.id())
            .forEach(part -> prediction.lock(part, LockMode.ACCESS_EXCLUSIVE));
      }
      boolean clone =
          prediction.schema().triggers(table.id()).stream()
              .filter(trigger -> ObjectEffects.named(trigger, object.name().name()))
              .anyMatch(PartitionActions::isClone);
      if (clone) {
        prediction.fail(
            Prediction.DEPENDENT_OBJECTS, "the trigger of the partitioned table requires it");
      }
    }
    prediction
        .out()
        .breaks(
            Breakage.Kind.INVARIANT,
            relation.name() + "." + object.name().name(),
            "What it keeps up no longer holds.");
  }

  private void statistics(Drop statement, ObjectReference object) {
    RelationName wanted = prediction.schema().creationName(object.name());
    List<Statistics> found =
        prediction.schema().all(Statistics.class).filter(s -> s.name().equals(wanted)).toList();
    if (found.isEmpty()) {
      other(statement, object);
    }
    found.forEach(
        s ->
            prediction.lock(
                prediction.schema().relation(s.table()), LockMode.SHARE_UPDATE_EXCLUSIVE));
  }

  private void schema(Drop statement, ObjectReference object) {
    other(statement, object);
    new Drops(prediction, statement).schema(object.name().name());
    lost(object);
  }

  private void lost(ObjectReference object) {
    prediction.out().lose(object.name().toString());
    prediction
        .out()
        .breaks(Breakage.Kind.READS, object.name().toString(), "Statements that name it fail.");
  }

  private void type(Drop statement, ObjectReference object) {
    Drops drops = new Drops(prediction, statement);
    Optional<? extends dev.safemigrate.schema.SchemaObject> found =
        prediction.schema().findType(object.name()).isPresent()
            ? prediction.schema().findType(object.name())
            : prediction.schema().find(object.name());
    if (found.isEmpty()) {
      other(statement, object);
      return;
    }
    if (found.get() instanceof Relation relation
        && relation.kind() != RelationKind.COMPOSITE_TYPE) {
      boolean hasType = !relation.kind().isIndex() && relation.kind() != RelationKind.SEQUENCE;
      prediction.fail(
          hasType ? Prediction.DEPENDENT_OBJECTS : Prediction.UNDEFINED_OBJECT,
          hasType ? "%s requires its row type" : "%s has no type",
          relation.name());
      return;
    }
    if (found.get() instanceof Relation relation) {
      prediction.lock(relation, LockMode.ACCESS_EXCLUSIVE);
    }
    drops.object(found.get());
    lost(object);
  }

  private void function(Drop statement, ObjectReference object) {
    List<FunctionDefinition> found = prediction.schema().functions(object.name());
    if (found.isEmpty()) {
      other(statement, object);
      return;
    }
    Drops drops = new Drops(prediction, statement);
    found.stream().filter(function -> fits(function, object)).forEach(drops::object);
    if (found.stream().allMatch(DropEffects::calledByTriggers) && !statement.cascade()) {
      prediction.out().lose(object.name().toString());
      return;
    }
    lost(object);
  }

  /** Only triggers call such a function, and those keep it from being dropped. */
  private static boolean calledByTriggers(FunctionDefinition function) {
    return function
        .returns()
        .filter(
            type ->
                type.name().name().equals("trigger") || type.name().name().equals("event_trigger"))
        .isPresent();
  }

  /** An overload is told by the number of its arguments. */
  private static boolean fits(FunctionDefinition function, ObjectReference object) {
    if (object.arguments().isEmpty()) {
      return true;
    }
    String arguments = object.arguments().get().trim();
    int count = arguments.isEmpty() ? 0 : arguments.split(",").length;
    return function.argumentTypes().size() == count;
  }

  /** Types of the extension that columns have. */
  private void extension(Drop statement, ObjectReference object) {
    String extension = object.name().name();
    boolean cascade = statement.cascade();
    prediction
        .schema()
        .all(Table.class)
        .filter(table -> table.columns().stream().anyMatch(c -> belongs(c.type(), extension)))
        .forEach(
            table -> {
              if (!cascade) {
                prediction.fail(
                    Prediction.DEPENDENT_OBJECTS, "a column of %s has its type", table.name());
              }
              prediction.lock(table, LockMode.ACCESS_EXCLUSIVE);
            });
    lost(object);
  }

  private boolean belongs(DataType type, String extension) {
    return prediction
        .types()
        .type(type.name().name())
        .filter(t -> t.extension().equals(extension))
        .isPresent();
  }
}
