package dev.safemigrate.finding;

import java.util.Arrays;
import java.util.Optional;

/** What a statement means for the application version that is still running, mildest first. */
public enum Classification {
  /** It runs on unharmed. */
  SAFE("safe"),
  /** The statement is not understood: nothing is promised. */
  UNKNOWN("unknown"),
  /** It waits, or the migration can fail; there is a way to do it in the same release. */
  RISKY("risky"),
  /** It breaks or loses what it needs: several releases. */
  EXPAND_CONTRACT_REQUIRED("expand-contract-required");

  private final String spelling;

  Classification(String spelling) {
    this.spelling = spelling;
  }

  /** As reports and parameters spell it: {@code expand-contract-required}. */
  public String spelling() {
    return spelling;
  }

  /** The class of that spelling, if there is one. */
  public static Optional<Classification> ofSpelling(String spelling) {
    return Arrays.stream(values()).filter(value -> value.spelling.equals(spelling)).findFirst();
  }

  /** The worse of the two. */
  public Classification worst(Classification other) {
    return compareTo(other) >= 0 ? this : other;
  }

  public boolean atLeast(Classification other) {
    return compareTo(other) >= 0;
  }

  @Override
  public String toString() {
    return spelling;
  }
}
