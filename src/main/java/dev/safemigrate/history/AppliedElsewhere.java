package dev.safemigrate.history;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * What another tool's history says of a migration that it applied.
 *
 * @param at when, if the tool notes it
 * @param changed whether the tool's checksum is not that of the file; false where it keeps none
 *     that can be computed here
 */
public record AppliedElsewhere(Optional<Instant> at, boolean changed) {

  static final AppliedElsewhere UNKNOWN_WHEN = new AppliedElsewhere(Optional.empty(), false);

  /** A time in seconds since 1970, as SQL gives it; nothing for an empty text. */
  static AppliedElsewhere at(String epoch) {
    return new AppliedElsewhere(time(epoch), false);
  }

  static Optional<Instant> time(String epoch) {
    if (epoch.isEmpty()) {
      return Optional.empty();
    }
    long millis = new BigDecimal(epoch).movePointRight(3).longValue();
    return Optional.of(Instant.ofEpochMilli(millis));
  }

  /**
   * SQL for it.
   *
   * @param column of a timestamp; one without a time zone is taken in that of the session
   */
  static String epoch(String column) {
    return "coalesce(extract(epoch FROM %s::timestamptz)::text, '')".formatted(column);
  }
}
