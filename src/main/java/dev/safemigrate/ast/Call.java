package dev.safemigrate.ast;

import dev.safemigrate.text.Span;

/** CALL. */
public record Call(Span span, QualifiedName procedure, Expression call) implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
