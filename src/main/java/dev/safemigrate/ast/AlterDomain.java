package dev.safemigrate.ast;

import dev.safemigrate.text.Span;

/** ALTER DOMAIN but for rename, schema and owner. */
public record AlterDomain(Span span, QualifiedName name, DomainAction action) implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
