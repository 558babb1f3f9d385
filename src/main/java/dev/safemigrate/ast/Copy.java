package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;
import java.util.Optional;

/**
 * COPY; without a file it is STDIN or STDOUT; {@code data} are the lines that follow in the script,
 * without the closing {@code \.}.
 */
public record Copy(
    Span span,
    Optional<QualifiedName> table,
    List<String> columns,
    Optional<Statement> query,
    boolean from,
    boolean program,
    Optional<String> file,
    List<Option> options,
    Optional<Expression> where,
    Optional<Span> data)
    implements Statement {
  public Copy {
    columns = List.copyOf(columns);
    options = List.copyOf(options);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
