package dev.safemigrate.schema;

import dev.safemigrate.ast.ObjectType;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A name in the namespace that it must be unique in. */
record NameKey(Namespace namespace, RelationName name) {

  /** The namespaces that objects share. */
  enum Namespace {
    RELATION,
    CONSTRAINT,
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

  /** Where an object's names live, those of its constraints too; empty for a table's triggers. */
  static Set<NameKey> of(SchemaObject object) {
    Set<NameKey> keys = new HashSet<>();
    namespace(object).ifPresent(namespace -> keys.add(new NameKey(namespace, object.name())));
    constraintNames(object)
        .forEach(
            name ->
                keys.add(
                    new NameKey(
                        Namespace.CONSTRAINT, new RelationName(object.name().schema(), name))));
    return keys;
  }

  private static Stream<String> constraintNames(SchemaObject object) {
    if (object instanceof Table table) {
      return table.constraints().stream().map(StoredConstraint::name);
    }
    if (object instanceof TypeDefinition.DomainType domain) {
      return domain.checks().stream().map(TypeDefinition.DomainCheck::name);
    }
    return Stream.empty();
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
