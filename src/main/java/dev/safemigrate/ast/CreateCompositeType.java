package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;

/** CREATE TYPE ... AS (...). */
public record CreateCompositeType(Span span, QualifiedName name, List<ColumnDefinition> attributes)
    implements Statement {
  public CreateCompositeType {
    attributes = List.copyOf(attributes);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
