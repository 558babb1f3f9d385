package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;
import java.util.Optional;

/** CREATE TABLE AS and CREATE MATERIALIZED VIEW; the query may be an EXECUTE. */
public record CreateTableAs(
    Span span,
    QualifiedName name,
    boolean materializedView,
    PersistenceKind persistence,
    boolean ifNotExists,
    List<String> columns,
    Query query,
    boolean withData,
    Optional<String> accessMethod,
    List<Option> options,
    Optional<String> onCommit,
    Optional<String> tablespace)
    implements Statement {
  public CreateTableAs {
    columns = List.copyOf(columns);
    options = List.copyOf(options);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
