package dev.safemigrate.schema;

import dev.safemigrate.ast.ObjectType;
import java.util.Optional;

/** A name in the namespace that it must be unique in. */
record NameKey(Namespace namespace, RelationName name) {

  /** The namespaces that objects share. */
  enum Namespace {
    RELATION,
    TYPE,
    FUNCTION,
    SCHEMA,
    PUBLICATION,
    STATISTICS,
    EXTENSION,
    COLLATION,
    EVENT_TRIGGER,
    OTHER
  }

  /** Where an object's name lives; empty for what is named under its table. */
  static Optional<NameKey> of(SchemaObject object) {
    return namespace(object).map(namespace -> new NameKey(namespace, object.name()));
  }

  static Namespace of(ObjectType type) {
    return switch (type) {
      case EXTENSION -> Namespace.EXTENSION;
      case COLLATION -> Namespace.COLLATION;
      case EVENT_TRIGGER -> Namespace.EVENT_TRIGGER;
      default -> Namespace.OTHER;
    };
  }

  private static Optional<Namespace> namespace(SchemaObject object) {
    if (object instanceof Relation) {
      return Optional.of(Namespace.RELATION);
    }
    if (object instanceof TypeDefinition) {
      return Optional.of(Namespace.TYPE);
    }
    if (object instanceof FunctionDefinition) {
      return Optional.of(Namespace.FUNCTION);
    }
    if (object instanceof SchemaDefinition) {
      return Optional.of(Namespace.SCHEMA);
    }
    if (object instanceof Publication) {
      return Optional.of(Namespace.PUBLICATION);
    }
    if (object instanceof Statistics) {
      return Optional.of(Namespace.STATISTICS);
    }
    if (object instanceof OtherObject other) {
      return Optional.of(of(other.type()));
    }
    return Optional.empty();
  }
}
