package dev.safemigrate.runner;

import dev.safemigrate.runner.MigrationState.State;
import dev.safemigrate.source.Directive;
import dev.safemigrate.source.MigrationScript;
import java.util.ArrayList;
import java.util.List;

/** Which pending migrations hold backfills; the order is kept, whoever runs them. */
final class BackfillLimit {

  private BackfillLimit() {}

  static boolean holdsBackfill(MigrationScript script) {
    return script.directives().stream().anyMatch(Directive.Backfill.class::isInstance);
  }

  /** The same states for a run that stops in front of the first pending backfill. */
  static List<MigrationState> untilFirst(List<MigrationState> states) {
    return limited(states, false);
  }

  /** The same states for a run of the backfills that are next, which stops behind them. */
  static List<MigrationState> onlyFirst(List<MigrationState> states) {
    return limited(states, true);
  }

  private static List<MigrationState> limited(List<MigrationState> states, boolean backfills) {
    List<MigrationState> limited = new ArrayList<>();
    boolean over = false;
    for (MigrationState state : states) {
      boolean pending = state.toApply();
      over = over || (pending && holdsBackfill(state.script().orElseThrow()) != backfills);
      limited.add(over && pending ? state.in(State.LATER_PHASE) : state);
    }
    return List.copyOf(limited);
  }
}
