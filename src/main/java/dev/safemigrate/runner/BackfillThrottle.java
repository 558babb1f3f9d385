package dev.safemigrate.runner;

import dev.safemigrate.runner.BackfillSettings.Limits;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Keeps a backfill waiting while the server has too much else to do, or somebody wishes so. */
final class BackfillThrottle {

  private static final long LOOK_EVERY_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long WORD_EVERY_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long PAUSE_MILLIS = 200;

  private final Connection connection;
  private final Limits limits;
  private final RunListener listener;
  private long lastLook;
  private boolean looked;

  BackfillThrottle(Connection connection, Limits limits, RunListener listener) {
    this.connection = connection;
    this.limits = limits;
    this.listener = listener;
  }

  /**
   * Waits until nothing stands against the next batch.
   *
   * @throws RunException when something does for longer than the patience
   */
  void await(String script) throws SQLException, RunException, InterruptedException {
    long start = System.nanoTime();
    long lastWord = 0;
    Optional<String> reason = reason();
    while (reason.isPresent()) {
      long now = System.nanoTime();
      if (now - start > limits.patience().toNanos()) {
        throw new RunException(
            RunException.Kind.FAILED,
            ("%s: the backfill has waited for %d s: %s. What it has done stands and is recorded;"
                    + " run again to go on.")
                .formatted(script, limits.patience().toSeconds(), reason.get()));
      }
      if (lastWord == 0 || now - lastWord > WORD_EVERY_NANOS) {
        listener.backfillWaits(script, reason.get());
        lastWord = now;
      }
      Thread.sleep(PAUSE_MILLIS);
      reason = reason();
    }
  }

  /** The server is asked once a second; as long as it was too busy, each time. */
  private Optional<String> reason() throws SQLException {
    Optional<String> paused =
        limits.pauseFile().filter(Files::exists).map(file -> "the file " + file + " exists");
    if (paused.isPresent()) {
      return paused;
    }
    long now = System.nanoTime();
    if (looked && now - lastLook < LOOK_EVERY_NANOS) {
      return Optional.empty();
    }
    Optional<String> busy = BackfillLoad.read(connection).tooMuch(limits);
    lastLook = now;
    looked = busy.isEmpty();
    return busy;
  }
}
