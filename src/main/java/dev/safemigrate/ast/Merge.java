package dev.safemigrate.ast;

import dev.safemigrate.text.Span;

/** MERGE; {@code query} are its words. */
public record Merge(Span span, Query query, RelationReference table, boolean with)
    implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
