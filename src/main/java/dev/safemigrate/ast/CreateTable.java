package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;
import java.util.Optional;

/** CREATE TABLE and, where {@code foreignServer} is given, CREATE FOREIGN TABLE. */
public record CreateTable(
    Span span,
    QualifiedName name,
    PersistenceKind persistence,
    boolean ifNotExists,
    List<TableElement> elements,
    List<QualifiedName> inherits,
    Optional<QualifiedName> partitionOf,
    Optional<PartitionBound> bound,
    Optional<PartitionSpecification> partitionBy,
    Optional<TypeName> ofType,
    Optional<String> accessMethod,
    List<Option> options,
    Optional<String> onCommit,
    Optional<String> tablespace,
    Optional<String> foreignServer)
    implements Statement {
  public CreateTable {
    elements = List.copyOf(elements);
    inherits = List.copyOf(inherits);
    options = List.copyOf(options);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
