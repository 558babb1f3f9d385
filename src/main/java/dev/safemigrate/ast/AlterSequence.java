package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;

/** ALTER SEQUENCE with options. */
public record AlterSequence(Span span, QualifiedName name, boolean ifExists, List<Option> options)
    implements Statement {
  public AlterSequence {
    options = List.copyOf(options);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
