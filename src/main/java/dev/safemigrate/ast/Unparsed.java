package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.Optional;

/** What the server would refuse. */
public record Unparsed(Span span, SyntaxProblem problem, Optional<String> firstWord)
    implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
