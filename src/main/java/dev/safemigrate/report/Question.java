package dev.safemigrate.report;

/** What a release wants to know before it touches a database, in the order of the checklist. */
public enum Question {
  BACKWARD_COMPATIBLE("The running version works on"),
  REHEARSED("Rehearsed on a real server"),
  RUNTIME("Run time is known"),
  DOWN_TESTED("Down scripts are tested"),
  NO_LONG_LOCK("No strong lock is held at length"),
  INDEXES_CONCURRENTLY("Indexes are built and dropped concurrently"),
  CONSTRAINTS_NOT_VALID("Constraints are added NOT VALID, then validated"),
  RERUNNABLE("A failed run can be repeated"),
  BACKFILL_SEPARATE("Backfills are apart from schema changes"),
  BACKUP_FRESH("A backup is fresh and restorable"),
  BLOCKERS("Nothing blocks at the moment"),
  ACKNOWLEDGEMENTS("Accepted findings carry a reason");

  private final String title;

  Question(String title) {
    this.title = title;
  }

  /** As the checklist words it. */
  public String title() {
    return title;
  }
}
