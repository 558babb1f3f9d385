package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;
import java.util.Optional;

/** ALTER POLICY. */
public record AlterPolicy(
    Span span,
    String name,
    QualifiedName table,
    List<String> roles,
    Optional<Expression> using,
    Optional<Expression> withCheck)
    implements Statement {
  public AlterPolicy {
    roles = List.copyOf(roles);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
