package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;
import java.util.Optional;

/** CREATE STATISTICS. */
public record CreateStatistics(
    Span span,
    Optional<QualifiedName> name,
    boolean ifNotExists,
    List<String> kinds,
    List<IndexColumn> expressions,
    List<QualifiedName> relations)
    implements Statement {
  public CreateStatistics {
    kinds = List.copyOf(kinds);
    expressions = List.copyOf(expressions);
    relations = List.copyOf(relations);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
