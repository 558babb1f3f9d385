package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;

/**
 * SET and RESET of a setting, folded to lower case: {@code session_authorization}, {@code role},
 * {@code timezone}, {@code search_path}. {@code RESET ALL} has the name all.
 */
public record SetVariable(Span span, String name, Kind kind, boolean local, List<String> values)
    implements Statement {
  public SetVariable {
    values = List.copyOf(values);
  }

  /** The forms of SET and RESET. */
  public enum Kind {
    SET_VALUE,
    SET_DEFAULT,
    SET_CURRENT,
    SET_MULTI,
    RESET,
    RESET_ALL
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
