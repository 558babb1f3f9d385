package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;

/** DROP of anything but roles, databases, tablespaces and user mappings. */
public record Drop(
    Span span,
    ObjectType objectType,
    List<ObjectReference> objects,
    boolean ifExists,
    boolean cascade,
    boolean concurrently)
    implements Statement {
  public Drop {
    objects = List.copyOf(objects);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
