package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.Optional;

/** ALTER STATISTICS SET STATISTICS. */
public record AlterStatistics(
    Span span, QualifiedName name, boolean ifExists, Optional<Integer> target)
    implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
