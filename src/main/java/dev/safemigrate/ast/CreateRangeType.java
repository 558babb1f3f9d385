package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;

/** CREATE TYPE ... AS RANGE. */
public record CreateRangeType(Span span, QualifiedName name, List<Option> options)
    implements Statement {
  public CreateRangeType {
    options = List.copyOf(options);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
