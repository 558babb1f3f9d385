package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.Optional;

/** ALTER TYPE ADD VALUE or, where {@code oldLabel} is given, RENAME VALUE. */
public record AlterEnum(
    Span span,
    QualifiedName type,
    Optional<String> oldLabel,
    String newLabel,
    Optional<String> neighbour,
    boolean after,
    boolean ifNotExists)
    implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
