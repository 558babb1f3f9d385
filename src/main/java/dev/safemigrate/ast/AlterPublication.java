package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;

/** ALTER PUBLICATION. */
public record AlterPublication(
    Span span, String name, Change change, List<PublicationObject> objects, List<Option> options)
    implements Statement {
  public AlterPublication {
    objects = List.copyOf(objects);
    options = List.copyOf(options);
  }

  /** What happens to the objects. */
  public enum Change {
    ADD,
    DROP,
    SET,
    SET_OPTIONS
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
