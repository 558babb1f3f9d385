package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;

/** SET CONSTRAINTS; an empty list is ALL. */
public record SetConstraints(Span span, List<QualifiedName> constraints, boolean deferred)
    implements Statement {
  public SetConstraints {
    constraints = List.copyOf(constraints);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
