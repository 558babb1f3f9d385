package dev.safemigrate.runner;

import dev.safemigrate.analysis.MigrationPhase;
import dev.safemigrate.analysis.Releases;
import dev.safemigrate.history.HistoryEntry;
import dev.safemigrate.history.HistoryEntry.Kind;
import dev.safemigrate.source.MigrationScript;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a history tells about the releases that migrations came with. */
public final class ReleaseHistory {

  private static final Set<MigrationState.State> RAN =
      Set.of(
          MigrationState.State.APPLIED,
          MigrationState.State.CHANGED,
          MigrationState.State.BELOW_BASELINE);

  private ReleaseHistory() {}

  /**
   * Reads the releases of what is applied.
   *
   * @param scripts in the order in which they run
   * @param entries the history, in the order of application
   * @param current the project version that would bring what is pending
   * @param firstInstall what {@link FirstInstall} says of the database
   */
  public static Releases of(
      List<MigrationScript> scripts,
      List<HistoryEntry> entries,
      Optional<String> current,
      boolean firstInstall) {
    return of(
        MigrationStates.of(scripts, entries, Optional.empty()),
        entries,
        current,
        false,
        firstInstall);
  }

  static Releases of(
      List<MigrationState> states,
      List<HistoryEntry> entries,
      RunSettings settings,
      boolean firstInstall) {
    return of(
        states,
        entries,
        settings.appliedBy().projectVersion(),
        settings.release().earlyContracts(),
        firstInstall);
  }

  private static Releases of(
      List<MigrationState> states,
      List<HistoryEntry> entries,
      Optional<String> current,
      boolean alone,
      boolean firstInstall) {
    Optional<String> baseline =
        entries.stream()
            .filter(entry -> entry.migration().kind() == Kind.BASELINE)
            .filter(entry -> entry.rolledBackAt().isEmpty())
            .flatMap(entry -> entry.appliedBy().projectVersion().stream())
            .findFirst();
    Map<String, Releases.Release> applied = new LinkedHashMap<>();
    for (MigrationState state : states) {
      if (state.script().isPresent() && RAN.contains(state.state())) {
        MigrationScript script = state.script().get();
        // What the baseline holds came with the version that took it over, or before.
        Optional<String> version =
            state.entry().map(entry -> entry.appliedBy().projectVersion()).orElse(baseline);
        applied.put(
            script.identity(),
            new Releases.Release(
                script.name(), MigrationPhase.declared(script), version, verified(state, script)));
      }
    }
    return new Releases(current, applied, alone, firstInstall);
  }

  private static boolean verified(MigrationState state, MigrationScript script) {
    return !VerifyQuery.has(script)
        || state.entry().isEmpty()
        || state.entry().get().verifiedAt().isPresent();
  }

  /** Whether every run came with this release, as where the version is never raised. */
  static boolean knowsOnly(List<HistoryEntry> entries, String release) {
    return !entries.isEmpty()
        && entries.stream()
            .allMatch(
                entry ->
                    entry
                        .appliedBy()
                        .projectVersion()
                        .map(Releases::release)
                        .filter(release::equals)
                        .isPresent());
  }
}
