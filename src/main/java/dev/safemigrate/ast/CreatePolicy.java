package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;
import java.util.Optional;

/** CREATE POLICY; the command is ALL, SELECT, INSERT, UPDATE or DELETE. */
public record CreatePolicy(
    Span span,
    String name,
    QualifiedName table,
    boolean permissive,
    String command,
    List<String> roles,
    Optional<Expression> using,
    Optional<Expression> withCheck)
    implements Statement {
  public CreatePolicy {
    roles = List.copyOf(roles);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
