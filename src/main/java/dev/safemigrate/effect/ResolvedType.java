package dev.safemigrate.effect;

import dev.safemigrate.ast.TypeName;
import java.util.List;
import java.util.Optional;

/**
 * A column's type with its domains taken off.
 *
 * @param name the type's own name below all domains: {@code int4}, or that of a user's type
 * @param kind what kind of type it is
 * @param modifiers as in {@code numeric(10, 2)}; those of the domain where there is one
 * @param array whether it is an array of that type
 * @param domain the outermost domain, as {@code schema.name}
 * @param constrained whether any of the domains has a CHECK or NOT NULL
 * @param domainNotNull whether any of the domains is NOT NULL
 */
record ResolvedType(
    String name,
    Kind kind,
    List<String> modifiers,
    boolean array,
    Optional<String> domain,
    boolean constrained,
    boolean domainNotNull) {

  /** What the schema or the server's catalog tell of a type. */
  enum Kind {
    BASE,
    ENUM,
    COMPOSITE,
    RANGE,
    UNKNOWN
  }

  ResolvedType {
    modifiers = List.copyOf(modifiers);
  }

  static ResolvedType base(TypeName type) {
    return new ResolvedType(
        type.simpleName(),
        Kind.BASE,
        type.modifiers(),
        type.arrayDimensions() > 0,
        Optional.empty(),
        false,
        false);
  }

  /** Whether the values are of the same type, whatever their length. */
  boolean sameTypeAs(ResolvedType other) {
    return name.equals(other.name) && array == other.array;
  }

  boolean is(String type) {
    return !array && kind == Kind.BASE && name.equals(type);
  }
}
