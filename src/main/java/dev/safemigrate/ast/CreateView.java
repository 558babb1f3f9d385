package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;
import java.util.Optional;

/** CREATE VIEW. */
public record CreateView(
    Span span,
    QualifiedName name,
    boolean replace,
    PersistenceKind persistence,
    boolean recursive,
    List<String> columns,
    List<Option> options,
    Query query,
    Optional<String> checkOption)
    implements Statement {
  public CreateView {
    columns = List.copyOf(columns);
    options = List.copyOf(options);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
