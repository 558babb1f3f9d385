package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;
import java.util.Optional;

/** CREATE DOMAIN. */
public record CreateDomain(
    Span span,
    QualifiedName name,
    TypeName type,
    Optional<QualifiedName> collation,
    List<Constraint> constraints)
    implements Statement {
  public CreateDomain {
    constraints = List.copyOf(constraints);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
