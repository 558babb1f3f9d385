package dev.safemigrate.effect;

/**
 * Something that the running application version loses.
 *
 * @param kind what kind of promise is broken
 * @param object the object as a user names it, as in {@code public.orders.total}
 * @param reason why, in a sentence
 */
public record Breakage(Kind kind, String object, String reason) {

  /** The promises that a statement can break. */
  public enum Kind {
    /** Old statements that read or call fail. */
    READS,
    /** Old inserts or updates fail. */
    WRITES,
    /** Data or meaning is gone. */
    LOSS,
    /** Old statements run, but an invariant that readers rely on no longer holds. */
    INVARIANT,
    /** Writes that break a new rule of the table fail: no harm where the old version keeps it. */
    STRICTER,
    /** Prepared statements fail once: cached plan must not change result type. */
    CACHED_PLAN
  }
}
