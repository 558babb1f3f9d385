package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.MigrationPhase;
import dev.safemigrate.runner.MigrationState.State;
import dev.safemigrate.source.Directive.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Ends a run before the first migration of a later phase; the order is kept, nothing is skipped.
 */
public final class PhaseLimit {

  private PhaseLimit() {}

  /**
   * The same states, where those that are not to be applied now are {@link State#LATER_PHASE}.
   *
   * @param last the last phase that is applied; empty for all
   * @param gate asked for the analysis of what is pending, where there is a limit
   */
  public static List<MigrationState> apply(
      List<MigrationState> states, Optional<Phase> last, Apply.Gate gate) throws RunException {
    if (last.isEmpty() || states.stream().noneMatch(MigrationState::toApply)) {
      return states;
    }
    Map<String, AnalysedMigration> analysed = gate.analyse(states);
    List<MigrationState> limited = new ArrayList<>();
    boolean behind = false;
    for (MigrationState state : states) {
      boolean pending = state.toApply();
      behind = behind || (pending && phase(state, analysed).compareTo(last.get()) > 0);
      limited.add(behind && pending ? state.in(State.LATER_PHASE) : state);
    }
    return List.copyOf(limited);
  }

  private static Phase phase(MigrationState state, Map<String, AnalysedMigration> analysed) {
    var script = state.script().orElseThrow();
    AnalysedMigration migration = analysed.get(script.identity());
    if (migration == null) {
      throw new IllegalStateException(script.identity() + " was not analysed");
    }
    return MigrationPhase.of(script, migration);
  }
}
