package dev.safemigrate.effect;

/** Whether a statement may, must or cannot run in a transaction block. */
public enum TransactionNeed {
  ANY,
  /** The server refuses it in a transaction block (SQLSTATE 25001). */
  FORBIDDEN,
  /** It makes sense in a transaction block only: LOCK TABLE, SET LOCAL, SAVEPOINT. */
  REQUIRED
}
