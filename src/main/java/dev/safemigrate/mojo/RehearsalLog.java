package dev.safemigrate.mojo;

import dev.safemigrate.rehearsal.DownOutcome;
import dev.safemigrate.rehearsal.RehearsalResult;
import org.apache.maven.plugin.logging.Log;

/** Shows what a rehearsal has found in Maven's log. */
final class RehearsalLog {

  private final Log log;

  RehearsalLog(Log log) {
    this.log = log;
  }

  /** Failures as errors, what is only worth knowing as warnings, then the sums. */
  void show(RehearsalResult result) {
    result.differences().forEach(difference -> log.warn(difference.logLine()));
    DownOutcome downs = result.downs();
    if (!downs.missing().isEmpty()) {
      log.warn("No down script: " + String.join(", ", downs.missing()));
    }
    if (!downs.notTested().isEmpty()) {
      log.warn("Down scripts that could not be reached: " + String.join(", ", downs.notTested()));
    }
    result.notes().forEach(log::warn);
    result
        .broken()
        .forEach(
            finding -> {
              if (finding.acknowledged()) {
                log.info(finding.logLine() + " (acknowledged)");
              } else {
                log.error(finding.logLine());
              }
            });
    result.failures().forEach(failure -> failure.lines().forEach(log::error));
    log.info(
        ("Rehearsed: %d statements measured on %d rows, %d as predicted; %d statements of the"
                + " running version tried, %d break; %d down scripts restore the schema.")
            .formatted(
                result.measured(),
                result.rows(),
                result.agreeing(),
                result.tried(),
                result.broken().size(),
                downs.restored().size()));
  }
}
