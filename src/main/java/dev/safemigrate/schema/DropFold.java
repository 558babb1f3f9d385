package dev.safemigrate.schema;

import dev.safemigrate.ast.Drop;
import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.schema.NameKey.Namespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** DROP of every kind of object. */
final class DropFold {

  private final Draft draft;

  DropFold(Draft draft) {
    this.draft = draft;
  }

  void drop(Drop statement) {
    List<Part> targets = new ArrayList<>();
    for (ObjectReference object : statement.objects()) {
      find(statement.objectType(), object, statement.ifExists())
          .forEach(found -> targets.add(target(found)));
    }
    new Removal(draft).drop(targets, statement.cascade());
  }

  private Part target(SchemaObject object) {
    if (object instanceof Index index && index.constraint().isPresent()) {
      throw new Refused(
          "2BP01", "constraint " + index.constraint().get() + " requires index " + index.name());
    }
    if (object instanceof Index index && index.parent().isPresent()) {
      throw new Refused("2BP01", "a partitioned index requires " + index.name());
    }
    if (object instanceof Sequence sequence && sequence.identity()) {
      throw new Refused("2BP01", "an identity column requires sequence " + sequence.name());
    }
    return new Part.Whole(object.id());
  }

  private List<? extends SchemaObject> find(
      ObjectType type, ObjectReference object, boolean ifExists) {
    return switch (type) {
      case TABLE, FOREIGN_TABLE, VIEW, MATERIALIZED_VIEW, SEQUENCE, INDEX ->
          relation(type, object.name(), ifExists);
      case TYPE, DOMAIN -> type(object.name(), ifExists);
      case FUNCTION, PROCEDURE, ROUTINE, AGGREGATE -> function(object, ifExists);
      case TRIGGER, RULE, POLICY -> onTable(type, object, ifExists);
      case SCHEMA -> schema(object.name().name(), ifExists);
      case PUBLICATION ->
          required(draft.find(Namespace.PUBLICATION, unqualified(object)), object, ifExists);
      case STATISTICS ->
          required(draft.state().lookup(Namespace.STATISTICS, object.name()), object, ifExists);
      default -> other(type, object.name());
    };
  }

  private static RelationName unqualified(ObjectReference object) {
    return new RelationName("", object.name().name());
  }

  private List<? extends SchemaObject> required(
      Optional<? extends SchemaObject> found, ObjectReference object, boolean ifExists) {
    if (found.isEmpty() && !ifExists && draft.state().complete()) {
      throw new Refused("42704", object.type().sqlName() + " " + object.name() + " does not exist");
    }
    return found.map(List::of).orElse(List.of());
  }

  private List<Relation> relation(ObjectType type, QualifiedName name, boolean ifExists) {
    Resolution resolution = draft.state().resolve(name);
    if (resolution instanceof Resolution.Found found) {
      if (!found.relation().assumed() && !fits(type, found.relation().kind())) {
        throw new Refused("42809", name + " is not a " + type.sqlName().toLowerCase(Locale.ROOT));
      }
      return List.of(found.relation());
    }
    if (resolution instanceof Resolution.Missing && !ifExists) {
      throw new Refused(
          type == ObjectType.INDEX ? "42704" : "42P01",
          type.sqlName() + " " + name + " does not exist");
    }
    if (resolution instanceof Resolution.Assumed assumed) {
      draft.become(draft.state().withAbsent(assumed.relation().name()));
    }
    return List.of();
  }

  private static boolean fits(ObjectType type, RelationKind kind) {
    return switch (type) {
      case TABLE -> kind == RelationKind.TABLE || kind == RelationKind.PARTITIONED_TABLE;
      case FOREIGN_TABLE -> kind == RelationKind.FOREIGN_TABLE;
      case VIEW -> kind == RelationKind.VIEW;
      case MATERIALIZED_VIEW -> kind == RelationKind.MATERIALIZED_VIEW;
      case SEQUENCE -> kind == RelationKind.SEQUENCE;
      default -> kind.isIndex();
    };
  }

  private List<? extends SchemaObject> type(QualifiedName name, boolean ifExists) {
    Optional<SchemaObject> found =
        draft
            .state()
            .lookup(Namespace.TYPE, name)
            .or(
                () ->
                    draft
                        .state()
                        .lookup(Namespace.RELATION, name)
                        .filter(
                            r ->
                                r instanceof Table table
                                    && table.kind() == RelationKind.COMPOSITE_TYPE));
    if (found.isEmpty() && !ifExists && draft.state().complete() && noExtensions()) {
      throw new Refused("42704", "type " + name + " does not exist");
    }
    return found.map(List::of).orElse(List.of());
  }

  /** What extensions bring along is not known. */
  private boolean noExtensions() {
    return draft
        .state()
        .all(OtherObject.class)
        .noneMatch(o -> o.type() == ObjectType.EXTENSION || o.type() == ObjectType.TYPE);
  }

  private List<FunctionDefinition> function(ObjectReference object, boolean ifExists) {
    List<FunctionDefinition> candidates = draft.state().functions(object.name());
    List<FunctionDefinition> found = Signatures.matching(draft.state(), candidates, object);
    if (found.size() > 1) {
      throw new Refused("42725", "function name " + object.name() + " is not unique");
    }
    if (found.isEmpty() && !ifExists && draft.state().complete() && noExtensions()) {
      throw new Refused("42883", "function " + object.name() + " does not exist");
    }
    return found;
  }

  private List<? extends SchemaObject> onTable(
      ObjectType type, ObjectReference object, boolean ifExists) {
    QualifiedName tableName = object.relation().orElse(object.name());
    Resolution resolution = draft.state().resolve(tableName);
    if (resolution instanceof Resolution.Missing && !ifExists) {
      throw new Refused("42P01", "relation " + tableName + " does not exist");
    }
    if (!(resolution instanceof Resolution.Found found)) {
      return List.of();
    }
    Optional<? extends SchemaObject> named =
        onTable(draft.state(), type, found.relation().id(), object.name().name());
    if (named.isEmpty() && !ifExists && !found.relation().assumed()) {
      throw new Refused(
          "42704", type.sqlName() + " " + object.name() + " for " + tableName + " does not exist");
    }
    return named.map(List::of).orElse(List.of());
  }

  /** The trigger, rule or policy of a relation by name. */
  static Optional<? extends SchemaObject> onTable(
      SchemaState state, ObjectType type, ObjectId relation, String name) {
    List<? extends SchemaObject> all =
        switch (type) {
          case TRIGGER -> state.triggers(relation);
          case RULE -> state.rules(relation);
          default -> state.policies(relation);
        };
    return all.stream().filter(o -> o.name().name().equals(name)).findFirst();
  }

  private List<? extends SchemaObject> schema(String name, boolean ifExists) {
    Optional<SchemaObject> schema = draft.find(Namespace.SCHEMA, new RelationName("", name));
    if (schema.isEmpty() && !ifExists && draft.state().complete()) {
      throw new Refused("3F000", "schema " + name + " does not exist");
    }
    return schema.map(List::of).orElse(List.of());
  }

  private List<? extends SchemaObject> other(ObjectType type, QualifiedName name) {
    return draft
        .state()
        .lookup(NameKey.of(type), name)
        .or(() -> draft.findOther(type, new RelationName("", name.name())))
        .filter(o -> o instanceof OtherObject other && other.type() == type)
        .map(List::of)
        .orElse(List.of());
  }
}
