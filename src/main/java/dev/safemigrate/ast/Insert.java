package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.Optional;

/**
 * INSERT; {@code query} are its words.
 *
 * @param byPosition the words that give the rows, where they name no columns to put them into
 */
public record Insert(
    Span span,
    Query query,
    QualifiedName table,
    Optional<String> alias,
    Optional<Span> byPosition,
    boolean onConflict,
    boolean returning,
    boolean with)
    implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
