package dev.safemigrate.ast;

import dev.safemigrate.text.Span;

/** ALTER EVENT TRIGGER ENABLE or DISABLE. */
public record AlterEventTrigger(Span span, String name, AlterTableAction.FiringState state)
    implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
