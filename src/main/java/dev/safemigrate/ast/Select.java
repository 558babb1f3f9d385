package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.Optional;

/** SELECT, VALUES and TABLE; SELECT INTO creates a table. */
public record Select(
    Span span, Query query, Optional<QualifiedName> into, PersistenceKind intoPersistence)
    implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
