package dev.safemigrate.runner;

import dev.safemigrate.history.HistoryEntry;
import dev.safemigrate.runner.MigrationState.State;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lays the files and the history side by side. */
public final class MigrationStates {

  private final List<MigrationState> states = new ArrayList<>();
  private final HistoryMatch match;
  private final Map<String, HistoryEntry> repeatable = new LinkedHashMap<>();
  private final Optional<Version> baseline;
  private final Optional<Version> highest;
  private final Optional<Version> target;

  private MigrationStates(
      List<HistoryEntry> entries, HistoryMatch match, Optional<Version> target) {
    this.match = match;
    this.target = target;
    Optional<Version> base = Optional.empty();
    Optional<Version> top = Optional.empty();
    for (HistoryEntry entry : entries) {
      if (entry.rolledBackAt().isPresent()) {
        continue;
      }
      switch (entry.migration().kind()) {
        case BASELINE -> base = later(base, versionOf(entry));
        case REPEATABLE -> repeatable.put(entry.migration().description(), entry);
        case VERSIONED -> {
          top = entry.applied() ? later(top, match.version(entry)) : top;
        }
        case ROLLBACK -> {}
      }
    }
    baseline = base;
    highest = top;
  }

  /**
   * The migrations in the order of the files; those whose file is gone stand where their version
   * belongs.
   *
   * @param scripts in the order in which they run
   * @param entries the history, in the order of application
   * @param target the last version that a run may apply; empty for all
   */
  public static List<MigrationState> of(
      List<MigrationScript> scripts, List<HistoryEntry> entries, Optional<Version> target) {
    MigrationStates states =
        new MigrationStates(entries, HistoryMatch.of(scripts, entries), target);
    scripts.forEach(states::add);
    states.addMissing();
    return List.copyOf(states.states);
  }

  /** The version that a row is about. */
  public static Version versionOf(HistoryEntry entry) {
    String text = entry.migration().version().orElse("0");
    return Version.ofNumbers(text).orElseGet(() -> Version.ofLabel(text));
  }

  static Version versionOf(MigrationScript script) {
    return script.version().orElseGet(() -> Version.ofLabel(script.identity()));
  }

  private void add(MigrationScript script) {
    switch (script.kind()) {
      case VERSIONED -> addVersioned(script);
      case REPEATABLE -> addRepeatable(script);
      case UNDO, BASELINE, CALLBACK -> {}
    }
  }

  private void addVersioned(MigrationScript script) {
    Version version = versionOf(script);
    Optional<HistoryEntry> entry = match.entry(script);
    if (entry.isEmpty()) {
      put(unapplied(version), script, entry);
      return;
    }
    if (entry.get().unfinished()) {
      put(State.UNFINISHED, script, entry);
      return;
    }
    put(sameContent(script, entry.get()) ? State.APPLIED : State.CHANGED, script, entry);
  }

  private State unapplied(Version version) {
    if (baseline.filter(base -> version.compareTo(base.readLike(version)) <= 0).isPresent()) {
      return State.BELOW_BASELINE;
    }
    if (target.filter(last -> version.compareTo(last.readLike(version)) > 0).isPresent()) {
      return State.ABOVE_TARGET;
    }
    return highest.filter(top -> version.compareTo(top) < 0).isPresent()
        ? State.OUT_OF_ORDER
        : State.PENDING;
  }

  private void addRepeatable(MigrationScript script) {
    @Nullable HistoryEntry entry = repeatable.remove(script.description());
    if (entry == null) {
      put(State.PENDING, script, Optional.empty());
      return;
    }
    if (entry.unfinished()) {
      put(State.UNFINISHED, script, Optional.of(entry));
      return;
    }
    put(sameContent(script, entry) ? State.APPLIED : State.OUTDATED, script, Optional.of(entry));
  }

  private void put(State state, MigrationScript script, Optional<HistoryEntry> entry) {
    states.add(new MigrationState(state, Optional.of(script), entry));
  }

  private void addMissing() {
    for (HistoryEntry entry : match.versioned()) {
      if (match.script(entry).isPresent()) {
        continue;
      }
      MigrationState missing =
          new MigrationState(State.MISSING, Optional.empty(), Optional.of(entry));
      states.add(place(versionOf(entry)), missing);
    }
    for (HistoryEntry entry : repeatable.values()) {
      states.add(new MigrationState(State.MISSING, Optional.empty(), Optional.of(entry)));
    }
  }

  /** In front of the first script with a later version, or of the first repeatable. */
  private int place(Version version) {
    for (int i = 0; i < states.size(); i++) {
      MigrationState state = states.get(i);
      boolean later =
          state
              .script()
              .map(
                  script ->
                      script.kind() == MigrationScript.Kind.REPEATABLE
                          || versionOf(script).compareTo(version) > 0)
              .orElse(false);
      if (later) {
        return i;
      }
    }
    return states.size();
  }

  private static boolean sameContent(MigrationScript script, HistoryEntry entry) {
    return entry.migration().checksum().map(script.checksum()::equals).orElse(true);
  }

  private static Optional<Version> later(Optional<Version> known, Version version) {
    return known.filter(top -> top.compareTo(version) >= 0).or(() -> Optional.of(version));
  }
}
