package dev.safemigrate.parser;

import dev.safemigrate.ast.Statement;
import dev.safemigrate.text.Chunk;
import dev.safemigrate.text.Span;
import dev.safemigrate.text.Tokens;
import java.util.List;

/**
 * A script as it was read.
 *
 * @param tokens with the comments, from which directives are read
 * @param statements in the order of the text, empty ones left out
 * @param chunks the shares of the text, which cover it without gap: {@code chunks.get(i)} holds
 *     {@code statements.get(i)}; what follows the last statement is the last chunk's
 */
public record ParsedScript(Tokens tokens, List<Statement> statements, List<Chunk> chunks) {

  public ParsedScript {
    statements = List.copyOf(statements);
    chunks = List.copyOf(chunks);
  }

  /** What belongs to a statement: also the comments before it and its semicolon. */
  public Span span(int statement) {
    return chunks.get(statement).span();
  }
}
