package dev.safemigrate.effect;

import java.util.Locale;

/** For how long a statement keeps a lock busy, apart from the rest of its transaction; in order. */
public enum LockHold {
  /** Catalog work only. */
  INSTANT,
  /** As long as the rows that a DML statement touches take. */
  ROWS,
  /** While it waits for other transactions. */
  WAIT,
  /** As long as reading the table takes. */
  SCAN,
  /** As long as building an index takes. */
  BUILD,
  /** As long as writing the table anew takes, indexes included. */
  REWRITE;

  /** As reports spell it: {@code scan}; locks for rows last until the transaction ends. */
  public String spelling() {
    return this == ROWS ? "transaction" : name().toLowerCase(Locale.ROOT);
  }
}
