package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.Optional;

/** DELETE; {@code query} are its words. */
public record Delete(
    Span span,
    Query query,
    RelationReference table,
    Optional<String> alias,
    boolean using,
    Optional<Expression> where,
    boolean returning,
    boolean with)
    implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
