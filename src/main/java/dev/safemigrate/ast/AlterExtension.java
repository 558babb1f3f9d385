package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.Optional;

/** ALTER EXTENSION UPDATE, ADD or DROP. */
public record AlterExtension(
    Span span,
    String name,
    Optional<String> version,
    Optional<ObjectReference> member,
    boolean dropMember)
    implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
