package dev.safemigrate.finding;

import java.util.Locale;

/**
 * How it was decided which migrations are pending.
 *
 * @param by what was asked
 * @param detail its words, as in {@code flyway_schema_history, 12 applied}
 */
public record Pending(By by, String detail) {

  /** Nothing is known: every migration counts as pending. */
  public static final Pending ALL = new Pending(By.ALL, "nothing says what is applied");

  /** The sources, best first. */
  public enum By {
    HISTORY,
    GIT,
    BASELINE,
    ALL;

    /** As reports spell it: {@code history}. */
    public String spelling() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether applied and pending migrations are told apart at all. */
  public boolean known() {
    return by != By.ALL;
  }
}
