package dev.safemigrate.runner;

import java.util.ArrayList;
import java.util.List;

/** Keeps what a run says, a line each. */
final class RecordingListener implements RunListener {

  private final List<String> words = new ArrayList<>();

  List<String> words() {
    return List.copyOf(words);
  }

  @Override
  public void waitingForRunner(String holder) {
    words.add("waiting for runner " + holder);
  }

  @Override
  public void waitingForOrphan(String backend) {
    words.add("waiting for orphan " + backend);
  }

  @Override
  public void migrationStarts(int number, int total, String script) {
    words.add("apply " + number + "/" + total + " " + script);
  }

  @Override
  public void migrationResumes(String script, int unitsDone, int unitsTotal) {
    words.add("resume " + script + " " + unitsDone + "/" + unitsTotal);
  }

  @Override
  public void lockRetry(String script, String reason, long pauseMillis) {
    words.add("retry " + script + " " + reason);
  }

  @Override
  public void migrationDone(String script, long millis) {
    words.add("done " + script);
  }

  @Override
  public void rollbackStarts(int number, int total, String script) {
    words.add("roll back " + number + "/" + total + " " + script);
  }

  @Override
  public void notice(String script, String message) {
    words.add("notice " + script + " " + message);
  }
}
