package dev.safemigrate.ast;

import java.util.Optional;

/**
 * What follows a constraint. {@code enforced} is empty where neither ENFORCED nor NOT ENFORCED (18)
 * is written.
 */
public record ConstraintAttributes(
    boolean notValid,
    boolean noInherit,
    boolean deferrable,
    boolean initiallyDeferred,
    Optional<Boolean> enforced) {
  public static final ConstraintAttributes NONE =
      new ConstraintAttributes(false, false, false, false, Optional.empty());

  /** True unless NOT ENFORCED is written. */
  public boolean isEnforced() {
    return enforced.orElse(true);
  }
}
