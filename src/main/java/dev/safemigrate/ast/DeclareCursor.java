package dev.safemigrate.ast;

import dev.safemigrate.text.Span;

/** DECLARE CURSOR. */
public record DeclareCursor(Span span, String name, boolean hold, Query query)
    implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
