package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;

/** ALTER DEFAULT PRIVILEGES. */
public record AlterDefaultPrivileges(
    Span span,
    List<String> roles,
    List<String> schemas,
    boolean revoke,
    List<Privilege> privileges,
    ObjectType objectType,
    List<String> grantees,
    boolean grantOption,
    boolean cascade)
    implements Statement {
  public AlterDefaultPrivileges {
    roles = List.copyOf(roles);
    schemas = List.copyOf(schemas);
    privileges = List.copyOf(privileges);
    grantees = List.copyOf(grantees);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
