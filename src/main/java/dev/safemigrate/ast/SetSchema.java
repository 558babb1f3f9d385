package dev.safemigrate.ast;

import dev.safemigrate.text.Span;

/** ALTER ... SET SCHEMA. */
public record SetSchema(Span span, ObjectReference object, String newSchema, boolean ifExists)
    implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
