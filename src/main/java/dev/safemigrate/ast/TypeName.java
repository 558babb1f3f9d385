package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;

/**
 * A type as PostgreSQL resolves its spelling: {@code int} is {@code pg_catalog.int4}. Modifiers are
 * the texts in parentheses ({@code 10}, {@code 2}); for intervals the field mask as PostgreSQL
 * stores it.
 */
public record TypeName(
    Span span,
    QualifiedName name,
    List<String> modifiers,
    int arrayDimensions,
    boolean setOf,
    boolean percentType) {
  public TypeName {
    modifiers = List.copyOf(modifiers);
  }

  /** Canonical spelling, as in {@code pg_catalog.varchar(20)[]}. */
  public String canonical() {
    String arguments = modifiers.isEmpty() ? "" : "(" + String.join(",", modifiers) + ")";
    return name + arguments + "[]".repeat(arrayDimensions);
  }

  /** The name without {@code pg_catalog}. */
  public String simpleName() {
    return name.name();
  }
}
