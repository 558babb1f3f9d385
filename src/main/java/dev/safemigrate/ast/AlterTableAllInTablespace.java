package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;

/** ALTER TABLE ALL IN TABLESPACE ... SET TABLESPACE. */
public record AlterTableAllInTablespace(
    Span span,
    ObjectType objectType,
    String tablespace,
    List<String> ownedBy,
    String newTablespace,
    boolean nowait)
    implements Statement {
  public AlterTableAllInTablespace {
    ownedBy = List.copyOf(ownedBy);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
