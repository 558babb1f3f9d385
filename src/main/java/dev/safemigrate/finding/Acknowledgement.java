package dev.safemigrate.finding;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A person's word that a finding is accepted.
 *
 * @param reason why; never blank
 * @param until the last day on which it counts, if it does not count for ever
 * @param by where it was given, as in {@code comment}, {@code configuration}, {@code baseline}
 */
public record Acknowledgement(String reason, Optional<LocalDate> until, Origin by) {

  public Acknowledgement {
    if (reason.isBlank()) {
      throw new IllegalArgumentException("an acknowledgement needs a reason");
    }
  }

  /** Whether it still counts on that day. */
  public boolean countsOn(LocalDate day) {
    return until.map(last -> !day.isAfter(last)).orElse(true);
  }

  /** Where acknowledgements come from. */
  public enum Origin {
    COMMENT,
    FILE_COMMENT,
    CONFIGURATION,
    BASELINE
  }
}
