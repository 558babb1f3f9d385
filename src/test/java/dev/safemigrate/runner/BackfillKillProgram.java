package dev.safemigrate.runner;

import java.time.Duration;

/** Runs a backfill in a process of its own, which can be killed. */
final class BackfillKillProgram {

  private BackfillKillProgram() {}

  /**
   * @param arguments the database's URL and the user; the password is in the environment
   */
  public static void main(String[] arguments) throws Exception {
    TestDatabase database =
        new TestDatabase(
            18, "", TestDatabase.settings(arguments[0], arguments[1], System.getenv("PGPASSWORD")));
    run(database).telling(BackfillKillProgram::tell).apply();
    tell("end");
  }

  private static void tell(String word) {
    System.out.println(word);
    System.out.flush();
  }

  /** Counts up, so that a row that is met twice or never shows; many small batches. */
  static TestRun run(TestDatabase database) {
    return new TestRun(database)
        .backfill(
            new BackfillSettings(
                false,
                1,
                20,
                40,
                Duration.ofMillis(4),
                Duration.ofMillis(1),
                100,
                BackfillSettings.Limits.STANDARD))
        .file("V1__count.sql", "-- migrate:backfill\nUPDATE t SET n = n + 1;");
  }
}
