package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.Optional;

/**
 * A named setting such as {@code fillfactor = 70}; the name is folded and may be qualified, the
 * value is its text. {@code quoted} is true where the value was written as a string constant; its
 * text is then what the quotes enclose.
 */
public record Option(Span span, String name, Optional<String> value, boolean quoted) {

  /** A setting whose value, if any, is not a string constant. */
  public Option(Span span, String name, Optional<String> value) {
    this(span, name, value, false);
  }
}
