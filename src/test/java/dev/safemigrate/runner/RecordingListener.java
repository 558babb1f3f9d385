package dev.safemigrate.runner;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Keeps what a run says, a line each. */
final class RecordingListener implements RunListener {

  private final List<String> words = new CopyOnWriteArrayList<>();
  private Consumer<String> hearer = word -> {};

  /** Passes every line on. */
  void telling(Consumer<String> other) {
    hearer = other;
  }

  List<String> words() {
    return List.copyOf(words);
  }

  @Override
  public void waitingForRunner(String holder) {
    say("waiting for runner " + holder);
  }

  @Override
  public void waitingForOrphan(String backend) {
    say("waiting for orphan " + backend);
  }

  @Override
  public void migrationStarts(int number, int total, String script) {
    say("apply " + number + "/" + total + " " + script);
  }

  @Override
  public void migrationResumes(String script, int unitsDone, int unitsTotal) {
    say("resume " + script + " " + unitsDone + "/" + unitsTotal);
  }

  @Override
  public void lockRetry(String script, String reason, long pauseMillis) {
    say("retry " + script + " " + reason);
  }

  @Override
  public void blocked(String script, List<Blocker> blockers) {
    blockers.forEach(blocker -> say("blocked " + script + " by " + blocker));
  }

  @Override
  public void migrationDone(String script, long millis) {
    say("done " + script);
  }

  @Override
  public void rollbackStarts(int number, int total, String script) {
    say("roll back " + number + "/" + total + " " + script);
  }

  @Override
  public void notice(String script, String message) {
    say("notice " + script + " " + message);
  }

  @Override
  public void backfillResumes(String script, String rows) {
    say("backfill resumes " + script + " " + rows);
  }

  @Override
  public void backfillProgress(String script, BackfillProgress progress) {
    say("backfill " + script + " " + progress);
  }

  @Override
  public void backfillWaits(String script, String reason) {
    say("backfill waits " + script + " " + reason);
  }

  private void say(String word) {
    words.add(word);
    hearer.accept(word);
  }
}
