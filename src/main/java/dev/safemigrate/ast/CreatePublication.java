package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;

/** CREATE PUBLICATION. */
public record CreatePublication(
    Span span,
    String name,
    boolean allTables,
    List<PublicationObject> objects,
    List<Option> options)
    implements Statement {
  public CreatePublication {
    objects = List.copyOf(objects);
    options = List.copyOf(options);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
