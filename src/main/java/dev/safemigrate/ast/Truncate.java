package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;

/** TRUNCATE. */
public record Truncate(
    Span span, List<RelationReference> tables, boolean restartIdentity, boolean cascade)
    implements Statement {
  public Truncate {
    tables = List.copyOf(tables);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
