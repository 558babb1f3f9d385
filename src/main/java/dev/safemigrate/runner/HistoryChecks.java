package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.TouchedTables;
import dev.safemigrate.history.HistoryEntry;
import dev.safemigrate.history.HistoryEntry.Kind;
import dev.safemigrate.runner.MigrationState.State;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Refuses to apply anything where files and history do not fit together. */
final class HistoryChecks {

  private HistoryChecks() {}

  /**
   * @param gate asked for what both of two migrations touch, where the order is not kept
   * @throws RunException with the files and what to do
   */
  static void require(
      List<HistoryEntry> entries,
      List<MigrationState> states,
      RunSettings settings,
      Apply.Gate gate)
      throws RunException {
    for (HistoryEntry entry : entries) {
      if (entry.migration().kind() == Kind.ROLLBACK && entry.unfinished()) {
        throw new RunException(
            RunException.Kind.REFUSED,
            "A rollback of version %s was begun and did not come to its end. Run migrate:rollback"
                    .formatted(entry.migration().version().orElse("?"))
                + " again first. Nothing was changed.");
      }
    }
    refuseChanged(states);
    if (!settings.outOfOrder()) {
      refuseOutOfOrder(states, gate);
    }
  }

  private static void refuseChanged(List<MigrationState> states) throws RunException {
    List<String> changed =
        states.stream()
            .filter(state -> state.state() == State.CHANGED)
            .map(MigrationState::file)
            .toList();
    if (!changed.isEmpty()) {
      throw new RunException(
          RunException.Kind.REFUSED,
          ("Applied migrations were changed since: %s. Nothing was changed by this run. Put the"
                  + " files back as they were and write what is new into a new migration; if the"
                  + " change is of no consequence, migrate:repair takes over the new checksums.")
              .formatted(String.join(", ", changed)));
    }
  }

  private static void refuseOutOfOrder(List<MigrationState> states, Apply.Gate gate)
      throws RunException {
    List<MigrationState> late =
        states.stream().filter(state -> state.state() == State.OUT_OF_ORDER).toList();
    if (late.isEmpty()) {
      return;
    }
    Map<String, AnalysedMigration> analysed = gate.analyse(states);
    throw new RunException(
        RunException.Kind.REFUSED,
        ("Migrations are pending although later ones are applied: %s. Nothing was changed.\n%s\nGive"
                + " them new versions, or allow it with -Dmigrate.outOfOrder=true if they do not"
                + " depend on the order.")
            .formatted(
                late.stream().map(MigrationState::file).collect(Collectors.joining(", ")),
                late.stream()
                    .map(state -> shared(state, states, analysed))
                    .collect(Collectors.joining("\n"))));
  }

  /** What a late migration and the applied ones behind it both work on. */
  private static String shared(
      MigrationState late, List<MigrationState> states, Map<String, AnalysedMigration> analysed) {
    MigrationScript script = late.script().orElseThrow();
    Version version = MigrationStates.versionOf(script);
    AnalysedMigration own = analysed.get(script.identity());
    List<String> shared = new ArrayList<>();
    for (MigrationState state : states) {
      Optional<AnalysedMigration> other =
          state
              .script()
              .filter(file -> state.state() == State.APPLIED)
              .filter(file -> file.kind() == MigrationScript.Kind.VERSIONED)
              .filter(file -> MigrationStates.versionOf(file).compareTo(version) > 0)
              .map(file -> analysed.get(file.identity()));
      if (own != null && other.isPresent()) {
        Set<RelationName> common = new TreeSet<>(TouchedTables.common(own, other.get()));
        if (!common.isEmpty()) {
          shared.add(
              "%s (%s)"
                  .formatted(
                      state.file(),
                      common.stream()
                          .map(RelationName::toString)
                          .collect(Collectors.joining(", "))));
        }
      }
    }
    return shared.isEmpty()
        ? "  %s: no applied migration behind it works on the same tables".formatted(late.file())
        : "  %s: the same tables as %s".formatted(late.file(), String.join(", ", shared));
  }
}
