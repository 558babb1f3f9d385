package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;
import java.util.Optional;

/** UPDATE; {@code query} are its words, {@code columns} are those that SET assigns. */
public record Update(
    Span span,
    Query query,
    RelationReference table,
    Optional<String> alias,
    List<String> columns,
    boolean from,
    Optional<Expression> where,
    boolean returning,
    boolean with)
    implements Statement {
  public Update {
    columns = List.copyOf(columns);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
