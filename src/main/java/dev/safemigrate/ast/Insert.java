package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.Optional;

/** INSERT. */
public record Insert(
    Span span,
    QualifiedName table,
    Optional<String> alias,
    boolean onConflict,
    boolean returning,
    boolean with)
    implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
