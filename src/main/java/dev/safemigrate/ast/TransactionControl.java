package dev.safemigrate.ast;

import dev.safemigrate.text.Span;
import java.util.List;
import java.util.Optional;

/**
 * BEGIN, COMMIT, SAVEPOINT and their like; {@code name} is a savepoint or a prepared transaction.
 */
public record TransactionControl(
    Span span, Kind kind, Optional<String> name, List<String> modes, boolean chain)
    implements Statement {
  public TransactionControl {
    modes = List.copyOf(modes);
  }

  /** The forms of transaction control. */
  public enum Kind {
    BEGIN,
    START,
    COMMIT,
    ROLLBACK,
    SAVEPOINT,
    RELEASE,
    ROLLBACK_TO,
    PREPARE,
    COMMIT_PREPARED,
    ROLLBACK_PREPARED
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
