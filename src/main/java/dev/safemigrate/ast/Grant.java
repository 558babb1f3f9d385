package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;

/** GRANT and REVOKE of privileges; with {@code allInSchema} the objects are schemas. */
public record Grant(
    Span span,
    boolean revoke,
    List<Privilege> privileges,
    ObjectType objectType,
    boolean allInSchema,
    List<ObjectReference> objects,
    List<String> grantees,
    boolean grantOption,
    boolean cascade)
    implements Statement {
  public Grant {
    privileges = List.copyOf(privileges);
    objects = List.copyOf(objects);
    grantees = List.copyOf(grantees);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
