package dev.safemigrate.schema;

import dev.safemigrate.ast.QualifiedName;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A type that a statement created. Composite types are {@link Table}s of their own kind. */
public sealed interface TypeDefinition extends SchemaObject {

  /** An enum with its labels in order; {@code assumed} when its creation was not seen. */
  record EnumType(ObjectId id, RelationName name, List<String> labels, boolean assumed)
      implements TypeDefinition {

    public EnumType {
      labels = List.copyOf(labels);
    }

    @Override
    public Set<ObjectId> references() {
      return Set.of();
    }
  }

  /** A domain; {@code base} may be a domain again. */
  record DomainType(
      ObjectId id,
      RelationName name,
      DataType base,
      Optional<QualifiedName> collation,
      boolean notNull,
      Optional<StoredExpression> defaultValue,
      List<DomainCheck> checks,
      boolean assumed)
      implements TypeDefinition {

    public DomainType {
      checks = List.copyOf(checks);
    }

    /** True when values are tested on the way in: NOT NULL or any CHECK, valid or not. */
    public boolean constrained() {
      return notNull || !checks.isEmpty();
    }

    @Override
    public Set<ObjectId> references() {
      Set<ObjectId> references = new HashSet<>();
      base.definition().ifPresent(references::add);
      defaultValue.ifPresent(value -> references.addAll(value.references()));
      checks.forEach(check -> references.addAll(check.condition().references()));
      return references;
    }
  }

  /** CHECK of a domain. */
  record DomainCheck(String name, StoredExpression condition, boolean validated) {}

  /** A range type and its multirange. */
  record RangeType(ObjectId id, RelationName name, DataType subtype) implements TypeDefinition {

    @Override
    public Set<ObjectId> references() {
      return subtype.definition().map(Set::of).orElse(Set.of());
    }
  }

  /** A base or shell type, or one that only a statement about it made known. */
  record BaseType(ObjectId id, RelationName name) implements TypeDefinition {

    @Override
    public Set<ObjectId> references() {
      return Set.of();
    }
  }
}
