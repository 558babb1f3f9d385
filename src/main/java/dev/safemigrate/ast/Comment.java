package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.Optional;

/** COMMENT ON; no text for NULL. */
public record Comment(Span span, ObjectReference object, Optional<String> text)
    implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
