package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;

/**
 * DO; {@code statements} are the static SQL statements of the block, what is dynamic is an {@link
 * Opaque}.
 */
public record DoBlock(Span span, String language, FunctionBody body, List<Statement> statements)
    implements Statement {
  public DoBlock {
    statements = List.copyOf(statements);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
