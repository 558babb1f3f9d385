package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;

/**
 * ALTER TABLE, INDEX, VIEW, MATERIALIZED VIEW, SEQUENCE, FOREIGN TABLE and TYPE (composite) with
 * actions.
 */
public record AlterTable(
    Span span,
    ObjectType objectType,
    RelationReference relation,
    boolean ifExists,
    List<AlterTableAction> actions)
    implements Statement {
  public AlterTable {
    actions = List.copyOf(actions);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
