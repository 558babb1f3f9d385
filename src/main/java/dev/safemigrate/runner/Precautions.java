package dev.safemigrate.runner;

import java.util.Optional;
import java.util.Set;

/**
 * What a run makes sure of before it begins.
 *
 * @param ignoreMissing whether applied migrations may be gone from the files
 * @param preflight from when on it speaks of something; empty not to look at all
 * @param foreignLocks tools whose own lock is taken too
 */
public record Precautions(
    boolean ignoreMissing, Optional<PreflightLimits> preflight, Set<ForeignLock> foreignLocks) {

  /** What the plugin does of itself. */
  public static final Precautions STANDARD =
      new Precautions(false, Optional.of(PreflightLimits.STANDARD), Set.of());

  /** For a server of our own. */
  public static final Precautions NONE = new Precautions(false, Optional.empty(), Set.of());

  public Precautions {
    foreignLocks = Set.copyOf(foreignLocks);
  }
}
