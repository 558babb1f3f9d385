package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;
import java.util.Optional;

/** A key of an index: either a column or an expression. */
public record IndexColumn(
    Span span,
    Optional<String> column,
    Optional<Expression> expression,
    Optional<QualifiedName> collation,
    Optional<QualifiedName> operatorClass,
    List<Option> operatorClassOptions,
    Optional<Boolean> descending,
    Optional<Boolean> nullsFirst) {
  public IndexColumn {
    operatorClassOptions = List.copyOf(operatorClassOptions);
  }
}
