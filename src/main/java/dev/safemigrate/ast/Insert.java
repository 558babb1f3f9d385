package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.Optional;

/** INSERT; {@code query} are its words. */
public record Insert(
    Span span,
    Query query,
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
