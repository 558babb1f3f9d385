package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;
import java.util.Optional;

/** REINDEX. */
public record Reindex(
    Span span,
    Target target,
    Optional<QualifiedName> name,
    boolean concurrently,
    Optional<String> tablespace,
    List<Option> options)
    implements Statement {
  public Reindex {
    options = List.copyOf(options);
  }

  /** What is rebuilt. */
  public enum Target {
    INDEX,
    TABLE,
    SCHEMA,
    SYSTEM,
    DATABASE
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
