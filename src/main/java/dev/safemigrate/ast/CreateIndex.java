package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;
import java.util.Optional;

/** CREATE INDEX; an index without a name gets one from the server. */
public record CreateIndex(
    Span span,
    Optional<String> name,
    RelationReference table,
    boolean unique,
    boolean concurrently,
    boolean ifNotExists,
    String method,
    List<IndexColumn> columns,
    List<IndexColumn> include,
    boolean nullsNotDistinct,
    List<Option> options,
    Optional<String> tablespace,
    Optional<Expression> where)
    implements Statement {
  public CreateIndex {
    columns = List.copyOf(columns);
    include = List.copyOf(include);
    options = List.copyOf(options);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
