package dev.safemigrate.mojo;

import dev.safemigrate.rehearsal.RehearsalListener;
import org.apache.maven.plugin.logging.Log;

/** Shows how far a rehearsal has come in Maven's log. */
final class LoggingRehearsal extends LoggingRunListener implements RehearsalListener {

  private final Log log;

  LoggingRehearsal(Log log) {
    super(log);
    this.log = log;
  }

  @Override
  public void stage(String what) {
    log.info("Rehearsal: " + what);
  }
}
