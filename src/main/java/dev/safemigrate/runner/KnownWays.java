package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.history.ReleaseRecords.Backup;
import dev.safemigrate.runner.MigrationState.State;
import dev.safemigrate.source.MigrationScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is known of the ways back from what a run applies.
 *
 * @param backup the last one, if one is recorded
 * @param tested what a rehearsal has shown of down scripts, if one is known
 * @param serverVersion the major version of the server
 * @param gate analyses down scripts
 * @param states all migrations as they were before the run
 */
record KnownWays(
    Optional<Backup> backup,
    Optional<TestedDowns> tested,
    int serverVersion,
    Rollback.Gate gate,
    List<MigrationState> states) {

  KnownWays {
    states = List.copyOf(states);
  }

  /**
   * What the down scripts of migrations destroy.
   *
   * @param standing each with a down script, in the order in which they were applied
   */
  Set<String> losses(List<WayBack.Applied> standing) {
    Set<String> identities =
        standing.stream().map(one -> one.script().identity()).collect(Collectors.toSet());
    List<MigrationState> behind =
        states.stream()
            .map(state -> isOneOf(state, identities) ? state.in(State.APPLIED) : state)
            .toList();
    List<MigrationScript> downs = new ArrayList<>();
    for (WayBack.Applied one : standing) {
      downs.add(0, one.script().down().orElseThrow());
    }
    Set<String> lost = new TreeSet<>();
    for (AnalysedMigration down : gate.divide(behind, downs)) {
      for (AnalysedStatement statement : down.statements()) {
        lost.addAll(DataLoss.of(statement));
      }
    }
    return lost;
  }

  private static boolean isOneOf(MigrationState state, Set<String> identities) {
    return state.toApply()
        && state.script().filter(script -> identities.contains(script.identity())).isPresent();
  }
}
