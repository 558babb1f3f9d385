package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;
import java.util.Optional;

/** CREATE AGGREGATE, OPERATOR, base or shell TYPE, COLLATION and TEXT SEARCH objects. */
public record Define(
    Span span,
    ObjectType objectType,
    QualifiedName name,
    boolean replace,
    boolean ifNotExists,
    Optional<String> arguments,
    List<Option> options)
    implements Statement {
  public Define {
    options = List.copyOf(options);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
