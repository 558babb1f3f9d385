package dev.safemigrate.schema;

import dev.safemigrate.ast.QualifiedName;
import java.util.Optional;
import java.util.Set;

/** A key of an index or of a partitioned table: a column or an expression. */
public record IndexKey(
    Optional<String> column,
    Optional<StoredExpression> expression,
    Optional<QualifiedName> collation,
    Optional<QualifiedName> operatorClass,
    boolean descending,
    boolean nullsFirst) {

  /** The columns that the key stands on. */
  public Set<String> columns() {
    return column
        .map(Set::of)
        .orElseGet(() -> expression.map(e -> e.facts().columns()).orElse(Set.of()));
  }

  /** The same key with a column renamed. */
  IndexKey renamed(String from, String to) {
    return new IndexKey(
        column.map(c -> c.equals(from) ? to : c),
        expression.map(e -> e.renamed(from, to)),
        collation,
        operatorClass,
        descending,
        nullsFirst);
  }
}
