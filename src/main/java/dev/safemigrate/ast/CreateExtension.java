package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;

/** CREATE EXTENSION. */
public record CreateExtension(Span span, String name, boolean ifNotExists, List<Option> options)
    implements Statement {
  public CreateExtension {
    options = List.copyOf(options);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
