package dev.safemigrate.rehearsal;

/**
 * A statement of the running version that had to wait while a migration was at work.
 *
 * @param file of the migration
 * @param line of its statement that most likely holds the lock
 * @param statement as messages call it
 */
public record Waiting(String file, int line, String statement) {

  /** For a log. */
  public String logLine() {
    return "%s:%d: %s waits for the locks of this migration.".formatted(file, line, statement);
  }
}
