package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;

/** CREATE TYPE ... AS ENUM. */
public record CreateEnum(Span span, QualifiedName name, List<String> labels) implements Statement {
  public CreateEnum {
    labels = List.copyOf(labels);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
