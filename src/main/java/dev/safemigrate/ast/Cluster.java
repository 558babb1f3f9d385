package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;
import java.util.Optional;

/** CLUSTER. */
public record Cluster(
    Span span, Optional<QualifiedName> table, Optional<String> index, List<Option> options)
    implements Statement {
  public Cluster {
    options = List.copyOf(options);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
