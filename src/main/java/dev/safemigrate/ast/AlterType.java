package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;

/** ALTER TYPE ... SET (...). */
public record AlterType(Span span, QualifiedName name, List<Option> options) implements Statement {
  public AlterType {
    options = List.copyOf(options);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
