package dev.safemigrate.effect;

import dev.safemigrate.ast.Drop;
import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.schema.ForeignKeyLink;
import dev.safemigrate.schema.Index;
import dev.safemigrate.schema.ObjectId;
import dev.safemigrate.schema.Relation;
import dev.safemigrate.schema.RelationKind;
import dev.safemigrate.schema.RewriteRule;
import dev.safemigrate.schema.SchemaObject;
import dev.safemigrate.schema.Sequence;
import dev.safemigrate.schema.Table;
import dev.safemigrate.schema.Trigger;
import dev.safemigrate.schema.View;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * DROP of relations with what goes along: ACCESS EXCLUSIVE on each, and on tables at the other end
 * of their foreign keys (RemoveRelations() of tablecmds.c, dependency.c).
 */
final class Drops {

  private final Prediction prediction;
  private final Drop statement;
  private final Set<ObjectId> going = new HashSet<>();

  Drops(Prediction prediction, Drop statement) {
    this.prediction = prediction;
    this.statement = statement;
  }

  void relations() {
    for (ObjectReference object : statement.objects()) {
      prediction.schema().find(object.name()).ifPresent(relation -> going.add(relation.id()));
    }
    for (ObjectReference object : statement.objects()) {
      prediction.relation(object.name(), statement.ifExists()).ifPresent(this::named);
    }
  }

  private void named(Relation relation) {
    if (!relation.assumed() && !fits(relation)) {
      prediction.fail(
          Prediction.WRONG_OBJECT_TYPE,
          "%s is not a %s",
          relation.name(),
          statement.objectType().sqlName());
      return;
    }
    prediction.out().lose(relation.name().toString());
    prediction
        .out()
        .breaks(Breakage.Kind.READS, relation.name().toString(), "Statements that name it fail.");
    drop(relation);
  }

  private boolean fits(Relation relation) {
    RelationKind kind = relation.kind();
    return switch (statement.objectType()) {
      case TABLE -> kind == RelationKind.TABLE || kind == RelationKind.PARTITIONED_TABLE;
      case FOREIGN_TABLE -> kind == RelationKind.FOREIGN_TABLE;
      case VIEW -> kind == RelationKind.VIEW;
      case MATERIALIZED_VIEW -> kind == RelationKind.MATERIALIZED_VIEW;
      case SEQUENCE -> kind == RelationKind.SEQUENCE;
      default -> true;
    };
  }

  /** One relation goes; what depends on it goes along or keeps it from going. */
  void drop(Relation relation) {
    PendingTriggers.refuse(prediction, relation, "DROP");
    prediction.lock(relation, LockMode.ACCESS_EXCLUSIVE);
    going.add(relation.id());
    if (relation instanceof Table table) {
      table(table);
    } else if (relation instanceof View view) {
      prediction.lockIndexes(view.id(), LockMode.ACCESS_EXCLUSIVE);
    } else if (relation instanceof Sequence sequence) {
      sequence(sequence);
    }
    views(relation);
    rules(relation);
  }

  private void table(Table table) {
    prediction.lockIndexes(table.id(), LockMode.ACCESS_EXCLUSIVE);
    table
        .partition()
        .map(partition -> prediction.schema().table(partition.parent()))
        .ifPresent(
            parent -> {
              // The default partition's bound changes with every partition that goes.
              if (going.contains(parent.id())) {
                return;
              }
              prediction.lock(parent, LockMode.ACCESS_EXCLUSIVE);
              prediction
                  .schema()
                  .defaultPartition(parent.id())
                  .ifPresent(other -> prediction.lock(other, LockMode.ACCESS_EXCLUSIVE));
            });
    ForeignKeys foreignKeys = new ForeignKeys(prediction);
    for (ForeignKeyLink link : prediction.schema().foreignKeysOf(table)) {
      if (link.constraint().inherited()) {
        // The partitioned table keeps the constraint and its triggers on the other side.
        continue;
      }
      foreignKeys.dropLink(link);
    }
    for (Table child : prediction.schema().children(table.id())) {
      if (going.contains(child.id())) {
        continue;
      }
      if (!child.isPartition()) {
        dependant("table " + child.name());
      }
      drop(child);
    }
    for (ForeignKeyLink link : prediction.schema().foreignKeysTo(table.id())) {
      if (!going.contains(link.referencing().id())) {
        dependant("foreign key " + link.constraint().name());
      }
      foreignKeys.dropLink(link);
    }
    for (Sequence sequence : prediction.schema().sequencesOwnedBy(table.id())) {
      prediction.lock(sequence, LockMode.ACCESS_EXCLUSIVE);
      Set<ObjectId> tables = new HashSet<>(going);
      prediction.schema().descendants(table.id()).forEach(child -> tables.add(child.id()));
      new DropDependants(prediction).ofSequence(sequence, tables, statement.cascade());
    }
    rowTypeUsers(table);
  }

  private void rowTypeUsers(Table table) {
    for (var user : prediction.schema().columnsOfType(table.id())) {
      if (!going.contains(user.table())) {
        dependant("column " + user.column());
        prediction.lock(prediction.schema().table(user.table()), LockMode.ACCESS_EXCLUSIVE);
      }
    }
  }

  private void sequence(Sequence sequence) {
    boolean owned = sequence.ownedBy().filter(o -> !going.contains(o.table())).isPresent();
    if (owned && sequence.identity()) {
      prediction.fail(
          Prediction.DEPENDENT_OBJECTS, "an identity column requires %s", sequence.name());
    }
    new DropDependants(prediction).ofSequence(sequence, going, statement.cascade());
  }

  private void views(Relation relation) {
    for (View view : prediction.schema().viewsUsing(relation.id())) {
      if (going.contains(view.id())) {
        continue;
      }
      dependant("view " + view.name());
      prediction.out().lose(view.name().toString());
      drop(view);
    }
  }

  private void rules(Relation relation) {
    for (RewriteRule rule : prediction.schema().dependants(relation.id(), RewriteRule.class)) {
      if (!going.contains(rule.relation())) {
        dependant("rule " + rule.name().name());
        prediction.lock(prediction.schema().relation(rule.relation()), LockMode.ACCESS_EXCLUSIVE);
      }
    }
  }

  private void dependant(String what) {
    if (!statement.cascade()) {
      prediction.fail(Prediction.DEPENDENT_OBJECTS, "%s depends on it", what);
    }
  }

  /** DROP FUNCTION, TYPE, DOMAIN, SCHEMA and EXTENSION: the tables that use them are locked. */
  void object(SchemaObject object) {
    going.add(object.id());
    for (SchemaObject user : prediction.schema().dependants(object.id(), SchemaObject.class)) {
      user(object, user);
    }
  }

  private void user(SchemaObject object, SchemaObject user) {
    if (!going.add(user.id())) {
      return;
    }
    dependant(user.name().toString());
    if (user instanceof Table typed
        && typed.properties().ofType().filter(object.id()::equals).isPresent()) {
      prediction.out().lose(typed.name().toString());
      drop(typed);
    } else if (user instanceof Table table) {
      prediction.lock(table, LockMode.ACCESS_EXCLUSIVE);
      table.columns().stream()
          .filter(column -> column.type().definition().filter(object.id()::equals).isPresent())
          .forEach(column -> prediction.out().lose(table.name() + "." + column.name()));
    } else if (user instanceof View view) {
      drop(view);
    } else if (user instanceof Index index) {
      prediction.lock(prediction.schema().relation(index.table()), LockMode.ACCESS_EXCLUSIVE);
      prediction.lock(index, LockMode.ACCESS_EXCLUSIVE);
    } else if (user instanceof Trigger trigger) {
      prediction.lock(prediction.schema().relation(trigger.table()), LockMode.ACCESS_EXCLUSIVE);
    } else {
      object(user);
    }
  }

  /** DROP SCHEMA: everything in it. */
  void schema(String name) {
    prediction
        .schema()
        .all(SchemaObject.class)
        .filter(object -> object.name().schema().equals(name))
        .forEach(
            object -> {
              dependant(object.name().toString());
              if (object instanceof Relation relation && !(object instanceof Index)) {
                prediction.out().lose(relation.name().toString());
                drop(relation);
              }
            });
  }

  /** The name of a table behind a trigger or policy. */
  static Optional<QualifiedName> relation(ObjectReference object) {
    return object.relation();
  }
}
