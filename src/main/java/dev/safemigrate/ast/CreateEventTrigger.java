package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;

/** CREATE EVENT TRIGGER. */
public record CreateEventTrigger(
    Span span, String name, String event, List<Filter> filters, QualifiedName function)
    implements Statement {
  public CreateEventTrigger {
    filters = List.copyOf(filters);
  }

  /** WHEN variable IN (values). */
  public record Filter(String variable, List<String> values) {
    public Filter {
      values = List.copyOf(values);
    }
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
