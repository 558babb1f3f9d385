package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.Optional;

/** SECURITY LABEL ON. */
public record SecurityLabel(
    Span span, ObjectReference object, Optional<String> provider, Optional<String> label)
    implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
