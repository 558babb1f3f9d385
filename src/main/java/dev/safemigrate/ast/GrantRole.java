package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;

/** GRANT and REVOKE of roles. */
public record GrantRole(
    Span span,
    boolean revoke,
    List<String> roles,
    List<String> grantees,
    List<Option> options,
    boolean cascade)
    implements Statement {
  public GrantRole {
    roles = List.copyOf(roles);
    grantees = List.copyOf(grantees);
    options = List.copyOf(options);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
