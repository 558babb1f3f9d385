package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.Optional;

/**
 * RENAME. For columns, attributes and constraints {@code relationType} is what the statement says
 * behind ALTER. {@code object.relation} is the table, type or domain.
 */
public record Rename(
    Span span,
    ObjectType objectType,
    ObjectReference object,
    Optional<ObjectType> relationType,
    String newName,
    boolean ifExists,
    boolean cascade)
    implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
