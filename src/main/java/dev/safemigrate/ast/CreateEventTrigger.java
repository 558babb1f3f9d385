package dev.safemigrate.ast;

import dev.safemigrate.text.Span;

/** CREATE EVENT TRIGGER. */
public record CreateEventTrigger(Span span, String name, String event, QualifiedName function)
    implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
