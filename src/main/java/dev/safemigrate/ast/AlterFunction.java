package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;

/** ALTER FUNCTION, PROCEDURE or ROUTINE with attributes. */
public record AlterFunction(Span span, ObjectReference function, List<Option> options)
    implements Statement {
  public AlterFunction {
    options = List.copyOf(options);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
