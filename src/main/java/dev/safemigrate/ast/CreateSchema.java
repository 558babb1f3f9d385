package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;
import java.util.Optional;

/** CREATE SCHEMA with what is created inside; a schema without a name has its owner's. */
public record CreateSchema(
    Span span,
    Optional<String> name,
    Optional<String> owner,
    boolean ifNotExists,
    List<Statement> elements)
    implements Statement {
  public CreateSchema {
    elements = List.copyOf(elements);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
