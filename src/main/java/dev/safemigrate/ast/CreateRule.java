package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;
import java.util.Optional;

/** CREATE RULE. */
public record CreateRule(
    Span span,
    String name,
    QualifiedName table,
    boolean replace,
    String event,
    boolean instead,
    Optional<Expression> where,
    List<Statement> actions)
    implements Statement {
  public CreateRule {
    actions = List.copyOf(actions);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
