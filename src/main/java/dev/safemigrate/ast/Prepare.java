package dev.safemigrate.ast;

import dev.safemigrate.text.Span;

/** PREPARE. */
public record Prepare(Span span, String name, Statement statement) implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
