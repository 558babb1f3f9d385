package dev.safemigrate.ast;

import dev.safemigrate.text.Span;

/** EXECUTE of a prepared statement. */
public record Execute(Span span, String name) implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
