package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;

/**
 * A statement on which no question of safety hangs but by its tag. {@code node} is PostgreSQL's
 * name of its parse node, as in CreateRoleStmt.
 */
public record Other(Span span, String node, String commandTag, List<ObjectReference> objects)
    implements Statement {
  public Other {
    objects = List.copyOf(objects);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
