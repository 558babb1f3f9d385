package dev.safemigrate.ast;

import dev.safemigrate.text.Span;

/** ALTER ... OWNER TO, for what is not a relation. */
public record SetOwner(Span span, ObjectReference object, String newOwner) implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
