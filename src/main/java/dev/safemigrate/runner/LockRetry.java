package dev.safemigrate.runner;

import dev.safemigrate.source.MigrationScript;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** Tries again, with pauses in which everybody else may pass, what could not have its locks. */
final class LockRetry {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

  /** lock_not_available, deadlock_detected, serialization_failure. */
  private static final Set<String> WORTH_ANOTHER_TRY = Set.of("55P03", "40P01", "40001");

  private final Duration deadline;
  private final BlockerWatch watch;
  private final RunListener listener;

  LockRetry(Duration deadline, BlockerWatch watch, RunListener listener) {
    this.deadline = deadline;
    this.watch = watch;
    this.listener = listener;
  }

  /** Work that may be tried again; the argument counts earlier attempts. */
  @FunctionalInterface
  interface Attempt {
    void run(int attempt) throws SQLException, RunException, InterruptedException;
  }

  /**
   * Tries until it succeeds or the deadline is over.
   *
   * @return how many attempts were in vain
   */
  int retrying(MigrationScript script, Attempt attempt)
      throws SQLException, RunException, InterruptedException {
    return retrying(script.name(), script.path(), attempt);
  }

  /**
   * The same for what is no single file.
   *
   * @param name of the whole
   * @param place where it failed, if no statement did
   */
  int retrying(String name, String place, Attempt attempt)
      throws SQLException, RunException, InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    long pause = FIRST_PAUSE.toMillis();
    for (int failed = 0; ; failed++) {
      try (BlockerWatch.Look look = watch.look(name)) {
        try {
          attempt.run(failed);
          return failed;
        } catch (SQLException e) {
          if (!WORTH_ANOTHER_TRY.contains(String.valueOf(e.getSQLState()))) {
            throw e;
          }
          if (System.nanoTime() >= end) {
            throw givenUp(place, e, look.seen());
          }
          listener.lockRetry(name, StatementFailure.message(e), pause);
        }
      }
      Thread.sleep(pause + ThreadLocalRandom.current().nextLong(pause));
      pause = Math.min(LONGEST_PAUSE.toMillis(), pause * 2);
    }
  }

  private SQLException givenUp(String place, SQLException last, List<Blocker> seen) {
    String description = FailedStatement.reason(place, last);
    String blockers =
        seen.isEmpty()
            ? ""
            : seen.stream()
                .map(Blocker::toString)
                .collect(Collectors.joining("\n  ", "\n  blocked by: ", ""));
    return new FailedStatement(
        description + "\n  tried again for " + deadline.toSeconds() + " s" + blockers, last);
  }
}
