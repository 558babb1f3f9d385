package dev.safemigrate.mojo;

import dev.safemigrate.runner.BackfillProgress;
import dev.safemigrate.runner.Blocker;
import dev.safemigrate.runner.RunListener;
import java.util.List;
import java.util.Locale;
import org.apache.maven.plugin.logging.Log;

/** Shows a run in Maven's log. */
class LoggingRunListener implements RunListener {

  private final Log log;

  LoggingRunListener(Log log) {
    this.log = log;
  }

  @Override
  public void waitingForRunner(String holder) {
    log.info("Waiting for another runner: " + holder);
  }

  @Override
  public void waitingForOrphan(String backend) {
    log.info("Waiting for what a killed run has left at work: " + backend);
  }

  @Override
  public void migrationStarts(int number, int total, String script) {
    log.info("Applying %d of %d: %s".formatted(number, total, script));
  }

  @Override
  public void migrationResumes(String script, int unitsDone, int unitsTotal) {
    log.info("%s goes on behind part %d of %d".formatted(script, unitsDone, unitsTotal));
  }

  @Override
  public void lockRetry(String script, String reason, long pauseMillis) {
    log.info(
        "%s: %s; everybody may pass, next try in about %s s"
            .formatted(script, reason, seconds(pauseMillis)));
  }

  @Override
  public void blocked(String script, List<Blocker> blockers) {
    blockers.forEach(blocker -> log.info(script + " waits for " + blocker));
  }

  @Override
  public void backfillResumes(String script, String rows) {
    log.info("%s: the backfill goes on with %s".formatted(script, rows));
  }

  @Override
  public void backfillProgress(String script, BackfillProgress progress) {
    log.info(script + ": " + progress);
  }

  @Override
  public void backfillWaits(String script, String reason) {
    log.info("%s: the backfill waits, %s".formatted(script, reason));
  }

  @Override
  public void migrationDone(String script, long millis) {
    log.info("Done: %s (%s s)".formatted(script, seconds(millis)));
  }

  @Override
  public void rollbackStarts(int number, int total, String script) {
    log.info("Rolling back %d of %d: %s".formatted(number, total, script));
  }

  @Override
  public void notice(String script, String message) {
    log.info(script + ": " + message);
  }

  @Override
  public void warning(String subject, String message) {
    log.warn(subject + ": " + message);
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.3f", millis / 1000.0);
  }
}
