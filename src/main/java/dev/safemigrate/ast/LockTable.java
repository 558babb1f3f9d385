package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;

/** LOCK TABLE; the mode as in SQL, ACCESS EXCLUSIVE where none is written. */
public record LockTable(Span span, List<RelationReference> tables, String mode, boolean nowait)
    implements Statement {
  public LockTable {
    tables = List.copyOf(tables);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
