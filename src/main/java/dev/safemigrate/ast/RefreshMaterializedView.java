package dev.safemigrate.ast;

import dev.safemigrate.text.Span;

/** REFRESH MATERIALIZED VIEW. */
public record RefreshMaterializedView(
    Span span, QualifiedName name, boolean concurrently, boolean withData) implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
