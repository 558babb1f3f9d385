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
    List<TransitionTable> transitionTables,
    boolean forEachRow,
    ConstraintAttributes attributes,
    Optional<Expression> when,
    QualifiedName function,
    List<String> arguments)
    implements Statement {
  public CreateTrigger {
    events = List.copyOf(events);
    updateColumns = List.copyOf(updateColumns);
    transitionTables = List.copyOf(transitionTables);
    arguments = List.copyOf(arguments);
  }

  /** A name behind REFERENCING, for the rows before (old) or after the statement. */
  public record TransitionTable(boolean old, boolean table, String name) {}

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
