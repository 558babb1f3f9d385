package dev.safemigrate.ast;

import dev.safemigrate.text.Span;

/** Something whose meaning cannot be read: dynamic SQL in a body, a body in an unknown language. */
public record Opaque(Span span, String reason, boolean dynamic) implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
