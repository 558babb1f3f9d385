package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;

/** CREATE SEQUENCE; options are named as in SQL: INCREMENT, MINVALUE, OWNED BY ... */
public record CreateSequence(
    Span span,
    QualifiedName name,
    PersistenceKind persistence,
    boolean ifNotExists,
    List<Option> options)
    implements Statement {
  public CreateSequence {
    options = List.copyOf(options);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
