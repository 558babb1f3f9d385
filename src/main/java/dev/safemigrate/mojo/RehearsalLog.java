package dev.safemigrate.mojo;

import dev.safemigrate.analysis.ReportedFinding;
import dev.safemigrate.rehearsal.DownOutcome;
import dev.safemigrate.rehearsal.RehearsalResult;
import java.util.List;
import org.apache.maven.plugin.logging.Log;

/** Shows what a rehearsal has found in Maven's log. */
final class RehearsalLog {

  private final Log log;
  private final List<ReportedFinding> failing;

  /**
   * @param failing findings that fail the goal
   */
  RehearsalLog(Log log, List<ReportedFinding> failing) {
    this.log = log;
    this.failing = List.copyOf(failing);
  }

  /** What fails the goal as errors, what is only worth knowing as warnings, then the sums. */
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
    result.broken().forEach(this::show);
    result.waiting().forEach(waiting -> log.info(waiting.logLine()));
    result.failures().forEach(failure -> failure.lines().forEach(log::error));
    log.info(
        ("Rehearsed: %d statements measured on %d rows, %d as predicted; %d statements of the"
                + " running version tried, %d break, %d had to wait for locks; %d down scripts"
                + " restore the schema.")
            .formatted(
                result.measured(),
                result.rows(),
                result.agreeing(),
                result.tried(),
                result.broken().size(),
                result.waiting().size(),
                downs.restored().size()));
  }

  /** As migrate:check does. */
  private void show(ReportedFinding finding) {
    if (finding.acknowledged()) {
      log.info(
          "%s (acknowledged: %s)"
              .formatted(finding.logLine(), finding.acknowledgement().orElseThrow().reason()));
    } else if (failing.contains(finding)) {
      log.error(finding.logLine());
    } else {
      log.warn(finding.logLine());
    }
  }
}
