package dev.safemigrate.ast;

import dev.safemigrate.text.Span;

/** A psql meta-command such as {@code \connect}: not SQL, no server understands it. */
public record PsqlCommand(Span span, String command) implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
