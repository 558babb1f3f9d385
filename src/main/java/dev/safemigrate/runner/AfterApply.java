package dev.safemigrate.runner;

import java.time.Duration;
import java.util.Optional;

/**
 * What is looked at when the migrations are applied.
 *
 * @param verify whether indexes and the queries of the migrations are looked at
 * @param fingerprint whether the schema is kept in the history, for the status to compare with
 * @param figures whether what the server has counted before and behind the run is kept, to compare
 *     with later
 * @param healthCheck a command or an http(s) URL that must succeed
 * @param healthPatience how long a URL may take until it answers as it must
 */
public record AfterApply(
    boolean verify,
    boolean fingerprint,
    boolean figures,
    Optional<String> healthCheck,
    Duration healthPatience) {

  /** Nothing is looked at. */
  public static final AfterApply NOTHING =
      new AfterApply(false, false, false, Optional.empty(), Duration.ZERO);
}
