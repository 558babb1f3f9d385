package dev.safemigrate.schema;

import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.ast.CreateRule;
import java.util.HashSet;
import java.util.Set;

/** A rule that CREATE RULE made. */
public record RewriteRule(
    ObjectId id,
    RelationName name,
    ObjectId relation,
    CreateRule definition,
    Set<ObjectId> uses,
    AlterTableAction.FiringState state)
    implements SchemaObject {

  public RewriteRule {
    uses = Set.copyOf(uses);
  }

  @Override
  public Set<ObjectId> references() {
    Set<ObjectId> references = new HashSet<>(uses);
    references.add(relation);
    return references;
  }

  RewriteRule withName(RelationName newName) {
    return new RewriteRule(id, newName, relation, definition, uses, state);
  }

  RewriteRule withState(AlterTableAction.FiringState newState) {
    return new RewriteRule(id, name, relation, definition, uses, newState);
  }
}
