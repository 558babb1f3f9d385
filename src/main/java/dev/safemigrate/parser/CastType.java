package dev.safemigrate.parser;

import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.TypeName;
import dev.safemigrate.text.Chunk;
import dev.safemigrate.text.Span;
import dev.safemigrate.text.Tokens;
import java.util.Optional;

/** The type that a cast names. */
final class CastType {

  private CastType() {}

  /** Empty where the tokens are no type. */
  static Optional<TypeName> read(Tokens tokens, ExpressionShape.Range range) {
    if (range.isEmpty()) {
      return Optional.empty();
    }
    TokenCursor cursor = new TokenCursor(tokens, ServerVersion.NEWEST_PROVEN);
    Span span = new Span(tokens.start(range.from()), tokens.end(range.to() - 1));
    cursor.start(new Chunk(span, range.from(), range.to(), range.to()), -1);
    try {
      TypeName type = new Grammar(cursor).types.type();
      return cursor.atEnd() ? Optional.of(type) : Optional.empty();
    } catch (SyntaxError e) {
      return Optional.empty();
    }
  }
}
