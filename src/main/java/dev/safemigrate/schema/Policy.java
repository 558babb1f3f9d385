package dev.safemigrate.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A row security policy of a table. */
public record Policy(
    ObjectId id,
    RelationName name,
    ObjectId table,
    boolean permissive,
    String command,
    List<String> roles,
    Optional<StoredExpression> using,
    Optional<StoredExpression> withCheck)
    implements SchemaObject {

  public Policy {
    roles = List.copyOf(roles);
  }

  @Override
  public Set<ObjectId> references() {
    Set<ObjectId> references = new HashSet<>();
    references.add(table);
    using.ifPresent(e -> references.addAll(e.references()));
    withCheck.ifPresent(e -> references.addAll(e.references()));
    return references;
  }

  /** The columns that its expressions name. */
  public Set<String> columns() {
    Set<String> columns = new TreeSet<>();
    using.ifPresent(e -> columns.addAll(e.facts().columns()));
    withCheck.ifPresent(e -> columns.addAll(e.facts().columns()));
    return columns;
  }

  Policy withName(RelationName newName) {
    return new Policy(id, newName, table, permissive, command, roles, using, withCheck);
  }

  Policy withExpressions(
      List<String> newRoles,
      Optional<StoredExpression> newUsing,
      Optional<StoredExpression> newWithCheck) {
    return new Policy(id, name, table, permissive, command, newRoles, newUsing, newWithCheck);
  }
}
