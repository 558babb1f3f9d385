package dev.safemigrate.source;

/** What a file says about the transaction it runs in, by the means of its tool or a directive. */
public enum TransactionSwitch {
  /** Nothing: the runner decides. */
  UNSAID,
  /** It wants one. */
  ON,
  /** It must not run in one. */
  OFF
}
