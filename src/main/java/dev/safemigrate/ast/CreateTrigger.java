package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;
import java.util.Optional;

/**
 * CREATE TRIGGER; timing is BEFORE, AFTER or INSTEAD OF, events are INSERT, UPDATE, DELETE,
 * TRUNCATE.
 */
public record CreateTrigger(
    Span span,
    String name,
    QualifiedName table,
    boolean replace,
    boolean constraint,
    String timing,
    List<String> events,
    List<String> updateColumns,
    Optional<QualifiedName> fromTable,
    boolean forEachRow,
    ConstraintAttributes attributes,
    Optional<Expression> when,
    QualifiedName function)
    implements Statement {
  public CreateTrigger {
    events = List.copyOf(events);
    updateColumns = List.copyOf(updateColumns);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
