package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;
import java.util.Optional;

/**
 * A column as CREATE TABLE or ADD COLUMN writes it. Typed tables and partitions may omit the type.
 */
public record ColumnDefinition(
    Span span,
    String name,
    Optional<TypeName> type,
    Optional<QualifiedName> collation,
    Optional<String> storage,
    Optional<String> compression,
    List<Option> foreignOptions,
    List<Constraint> constraints) {
  public ColumnDefinition {
    foreignOptions = List.copyOf(foreignOptions);
    constraints = List.copyOf(constraints);
  }

  /** The constraints of one kind, in source order. */
  public <T extends Constraint> List<T> constraints(Class<T> kind) {
    return constraints.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
