package dev.safemigrate.analysis;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** From which class on the build fails. */
public enum FailOn {
  RISKY("risky"),
  EXPAND_CONTRACT_REQUIRED("expand-contract-required"),
  NEVER("never");

  private final String spelling;

  FailOn(String spelling) {
    this.spelling = spelling;
  }

  /** The value of that spelling, if there is one. */
  public static Optional<FailOn> ofSpelling(String spelling) {
    return Arrays.stream(values()).filter(value -> value.spelling.equals(spelling)).findFirst();
  }

  /** All spellings, for messages: {@code risky, expand-contract-required, never}. */
  public static String spellings() {
    return Arrays.stream(values()).map(FailOn::toString).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return spelling;
  }
}
