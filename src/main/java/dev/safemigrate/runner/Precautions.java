package dev.safemigrate.runner;

import java.util.Set;

/**
 * What a run makes sure of before it begins.
 *
 * @param ignoreMissing whether applied migrations may be gone from the files
 * @param preflight whether the server and the tables are looked at
 * @param foreignLocks tools whose own lock is taken too
 */
public record Precautions(boolean ignoreMissing, boolean preflight, Set<ForeignLock> foreignLocks) {

  /** What the plugin does of itself. */
  public static final Precautions STANDARD = new Precautions(false, true, Set.of());

  /** For a server of our own. */
  public static final Precautions NONE = new Precautions(false, false, Set.of());

  public Precautions {
    foreignLocks = Set.copyOf(foreignLocks);
  }
}
