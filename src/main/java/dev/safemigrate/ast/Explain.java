package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;

/** EXPLAIN; it runs the statement when {@code analyze} is among the options. */
public record Explain(Span span, List<Option> options, Statement statement) implements Statement {
  public Explain {
    options = List.copyOf(options);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
