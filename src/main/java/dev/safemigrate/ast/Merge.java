package dev.safemigrate.ast;

import dev.safemigrate.text.Span;

/** MERGE. */
public record Merge(Span span, RelationReference table, boolean with) implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
