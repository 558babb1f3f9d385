package dev.safemigrate.effect;

/**
 * The table-level lock modes of PostgreSQL, weakest first, with their conflicts.
 *
 * <p>Source: the manual, "Explicit Locking", table "Conflicting Lock Modes".
 */
public enum LockMode {
  ACCESS_SHARE,
  ROW_SHARE,
  ROW_EXCLUSIVE,
  SHARE_UPDATE_EXCLUSIVE,
  SHARE,
  SHARE_ROW_EXCLUSIVE,
  EXCLUSIVE,
  ACCESS_EXCLUSIVE;

  /** As in the manual: {@code SHARE UPDATE EXCLUSIVE}. */
  public String sqlName() {
    return name().replace('_', ' ');
  }

  /** Whether two sessions cannot hold this and the other mode on one table at once. */
  public boolean conflictsWith(LockMode other) {
    return switch (this) {
      case ACCESS_SHARE -> other == ACCESS_EXCLUSIVE;
      case ROW_SHARE -> other.ordinal() >= EXCLUSIVE.ordinal();
      case ROW_EXCLUSIVE -> other.ordinal() >= SHARE.ordinal();
      case SHARE_UPDATE_EXCLUSIVE -> other.ordinal() >= SHARE_UPDATE_EXCLUSIVE.ordinal();
      case SHARE ->
          other == ROW_EXCLUSIVE
              || other == SHARE_UPDATE_EXCLUSIVE
              || other.ordinal() >= SHARE_ROW_EXCLUSIVE.ordinal();
      case SHARE_ROW_EXCLUSIVE -> other.ordinal() >= ROW_EXCLUSIVE.ordinal();
      case EXCLUSIVE -> other.ordinal() >= ROW_SHARE.ordinal();
      case ACCESS_EXCLUSIVE -> true;
    };
  }

  /** Whether a plain SELECT waits for it. */
  public boolean blocksReads() {
    return conflictsWith(ACCESS_SHARE);
  }

  /** Whether INSERT, UPDATE and DELETE wait for it. */
  public boolean blocksWrites() {
    return conflictsWith(ROW_EXCLUSIVE);
  }
}
