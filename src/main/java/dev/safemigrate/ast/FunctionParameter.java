package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.Optional;

/** A parameter of a function or procedure. */
public record FunctionParameter(
    Span span, Optional<String> name, Mode mode, TypeName type, Optional<Expression> defaultValue) {
  /** The direction of a parameter. */
  public enum Mode {
    IN,
    OUT,
    INOUT,
    VARIADIC
  }
}
