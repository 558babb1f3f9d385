package dev.safemigrate.source;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The moments of a run at which its callbacks run, by the names that Flyway gives them. */
public enum CallbackEvent {
  /** Before anything is applied. */
  BEFORE_MIGRATE("beforeMigrate", false),
  /** Before each migration, in its transaction. */
  BEFORE_EACH_MIGRATE("beforeEachMigrate", true),
  /** After each migration, in its transaction. */
  AFTER_EACH_MIGRATE("afterEachMigrate", true),
  /** When all is applied, unless there was nothing to apply. */
  AFTER_MIGRATE_APPLIED("afterMigrateApplied", false),
  /** When all is applied. */
  AFTER_MIGRATE("afterMigrate", false),
  /** When a migration has failed and what could be rolled back is. */
  AFTER_MIGRATE_ERROR("afterMigrateError", false),
  /** Before the first down script. */
  BEFORE_UNDO("beforeUndo", false),
  /** When all down scripts have run. */
  AFTER_UNDO("afterUndo", false),
  /** When a down script has failed. */
  AFTER_UNDO_ERROR("afterUndoError", false);

  private final String event;
  private final boolean each;

  CallbackEvent(String event, boolean each) {
    this.event = event;
    this.each = each;
  }

  /** As files spell it: {@code beforeMigrate}. */
  public String event() {
    return event;
  }

  /** Whether it belongs to each migration rather than to the whole run. */
  public boolean each() {
    return each;
  }

  /** Whether it comes before what it belongs to. */
  public boolean before() {
    return this == BEFORE_MIGRATE || this == BEFORE_EACH_MIGRATE;
  }

  /** Whether it belongs to migrate:rollback. */
  public boolean undo() {
    return this == BEFORE_UNDO || this == AFTER_UNDO || this == AFTER_UNDO_ERROR;
  }

  /**
   * The event that a script is for; empty where it is no callback, or one that this plugin does not
   * run.
   */
  public static Optional<CallbackEvent> of(MigrationScript script) {
    String name = script.identity().toLowerCase(Locale.ROOT);
    return script.kind() == MigrationScript.Kind.CALLBACK
        ? Arrays.stream(values()).filter(value -> value.names(name)).findFirst()
        : Optional.empty();
  }

  /** Whether it is a migration, or runs with each; not so callbacks of the whole run. */
  public static boolean isOfEachMigration(MigrationScript script) {
    return script.kind() != MigrationScript.Kind.CALLBACK
        || of(script).filter(CallbackEvent::each).isPresent();
  }

  /** The event alone, or with a description behind a separator. */
  private boolean names(String name) {
    String own = event.toLowerCase(Locale.ROOT);
    return name.startsWith(own)
        && (name.length() == own.length() || !Character.isLetterOrDigit(name.charAt(own.length())));
  }
}
