package dev.safemigrate.effect;

import dev.safemigrate.schema.DataType;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.schema.TypeDefinition;
import java.util.List;
import java.util.Optional;

/** Takes domains off a type and says what is below. */
final class RelationTypes {

  private RelationTypes() {}

  /** The type below all domains; what is not known is asked of the server's catalog. */
  static ResolvedType resolve(SchemaState schema, DataType type, TypeFacts facts) {
    Optional<String> outermost = Optional.empty();
    boolean constrained = false;
    boolean notNull = false;
    DataType current = type;
    boolean array = type.isArray();
    while (schema.type(current).orElse(null) instanceof TypeDefinition.DomainType domain) {
      if (array && outermost.isPresent()) {
        break;
      }
      if (outermost.isEmpty()) {
        outermost = Optional.of(domain.name().toString());
      }
      if (type.isArray()) {
        // An array of a domain is a type of its own; its elements are checked one by one.
        return new ResolvedType(
            domain.name().toString(),
            ResolvedType.Kind.BASE,
            List.of(),
            true,
            Optional.empty(),
            domain.constrained(),
            false);
      }
      constrained |= domain.constrained();
      notNull |= domain.notNull();
      current = domain.base();
      array = current.isArray();
    }
    return new ResolvedType(
        nameOf(current, facts),
        kind(schema, current, facts),
        current.modifiers(),
        array,
        outermost,
        constrained,
        notNull);
  }

  private static String nameOf(DataType type, TypeFacts facts) {
    if (type.isBuiltIn() || type.definition().isEmpty() && isKnown(type, facts)) {
      return type.name().name();
    }
    return type.name().schema().isEmpty() ? type.name().name() : type.name().toString();
  }

  private static boolean isKnown(DataType type, TypeFacts facts) {
    return facts.type(type.name().name()).isPresent();
  }

  private static ResolvedType.Kind kind(SchemaState schema, DataType type, TypeFacts facts) {
    if (type.definition().isPresent()) {
      TypeDefinition definition = schema.type(type).orElse(null);
      if (definition instanceof TypeDefinition.EnumType) {
        return ResolvedType.Kind.ENUM;
      }
      if (definition instanceof TypeDefinition.RangeType) {
        return ResolvedType.Kind.RANGE;
      }
      return definition == null ? ResolvedType.Kind.COMPOSITE : ResolvedType.Kind.UNKNOWN;
    }
    return isKnown(type, facts) ? ResolvedType.Kind.BASE : ResolvedType.Kind.UNKNOWN;
  }
}
