package dev.safemigrate.runner;

import dev.safemigrate.history.HistoryEntry;
import dev.safemigrate.source.MigrationScript;
import java.util.Locale;
import java.util.Optional;

/**
 * A migration as the files and the history together show it; at least one of both is there.
 *
 * @param state where it stands
 * @param script empty when the file is gone
 * @param entry its newest row that was not rolled back; empty when it was never applied
 */
public record MigrationState(
    State state, Optional<MigrationScript> script, Optional<HistoryEntry> entry) {

  /** The version, or the description of a repeatable. */
  public String label() {
    return script
        .map(MigrationState::label)
        .orElseGet(
            () ->
                entry
                    .map(HistoryEntry::migration)
                    .map(m -> m.version().orElse(m.description()))
                    .orElse(""));
  }

  /** The name of the file inside its location. */
  public String file() {
    return script
        .map(MigrationScript::name)
        .orElseGet(() -> entry.map(row -> row.migration().script()).orElse(""));
  }

  /** Whether a run of apply is to bring it, out of order or not. */
  public boolean toApply() {
    return state == State.PENDING
        || state == State.OUT_OF_ORDER
        || state == State.OUTDATED
        || state == State.UNFINISHED;
  }

  MigrationState in(State other) {
    return new MigrationState(other, script, entry);
  }

  static String label(MigrationScript script) {
    return script.kind() == MigrationScript.Kind.REPEATABLE
        ? script.description()
        : versionText(script);
  }

  /** What the history calls the version of a versioned script. */
  static String versionText(MigrationScript script) {
    return script.version().map(Object::toString).orElseGet(script::identity);
  }

  /** Where a migration stands. */
  public enum State {
    APPLIED,
    /** To be applied, behind all that are. */
    PENDING,
    /** To be applied although a later one is. */
    OUT_OF_ORDER,
    /** A repeatable whose file has changed since. */
    OUTDATED,
    /** Begun by a run that did not come to its end. */
    UNFINISHED,
    /** Applied, but the file has changed since. */
    CHANGED,
    /** Applied, but the file is gone. */
    MISSING,
    /** Counts as applied because the baseline is at its version or later. */
    BELOW_BASELINE,
    /** Behind the version that the run was limited to. */
    ABOVE_TARGET,
    /** Of a later phase than the run was limited to, or behind such a one. */
    LATER_PHASE;

    /** As status shows it: {@code out of order}. */
    public String spelling() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }
}
