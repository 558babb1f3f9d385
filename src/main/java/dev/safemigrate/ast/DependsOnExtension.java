package dev.safemigrate.ast;

import dev.safemigrate.text.Span;

/** ALTER ... DEPENDS ON EXTENSION. */
public record DependsOnExtension(
    Span span, ObjectReference object, String extension, boolean remove) implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
