package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.MigrationPhase;
import dev.safemigrate.analysis.TouchedTables;
import dev.safemigrate.source.Directive;
import dev.safemigrate.source.Directive.Phase;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.Version;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks the {@code -- migrate:verify} queries of expand and backfill again directly before their
 * contract runs: what was true once need not be when the old shape is taken away.
 */
final class ContractProof {

  private final Runner runner;
  private final List<MigrationState> states;
  private final Apply.Gate gate;
  private Optional<Map<String, AnalysedMigration>> analysed = Optional.empty();

  /**
   * @param states all migrations, in order
   * @param gate asked for their analysis, where tables decide what belongs together
   */
  ContractProof(Runner runner, List<MigrationState> states, Apply.Gate gate) {
    this.runner = runner;
    this.states = states.stream().filter(state -> state.script().isPresent()).toList();
    this.gate = gate;
  }

  /**
   * @param next the migration that is about to run
   * @param applied what this run has applied before it
   * @throws RunException with the queries that do not hold, and their files
   */
  void require(MigrationState next, List<WayBack.Applied> applied)
      throws RunException, SQLException {
    MigrationScript contract = next.script().orElseThrow();
    // What is left of a contract that was begun, the queries of its expand may not fit any more.
    if (next.state() == MigrationState.State.UNFINISHED || !isContract(contract)) {
      return;
    }
    List<String> failures = new ArrayList<>();
    Set<MigrationScript> steps = steps(contract);
    if (!steps.isEmpty()) {
      SessionState.discard(runner.worker());
      runner.setSearchPath();
    }
    for (MigrationScript step : steps) {
      failures.addAll(new VerifyQuery(runner.worker()).failures(step));
    }
    if (!failures.isEmpty()) {
      throw new RunException(
          RunException.Kind.REFUSED, message(contract.name(), failures, applied));
    }
  }

  private static String message(
      String contract, List<String> failures, List<WayBack.Applied> applied) {
    String stands =
        applied.isEmpty()
            ? "Nothing was changed."
            : "Nothing of it was begun; what this run applied before it stands and is recorded: %s."
                .formatted(
                    String.join(", ", applied.stream().map(one -> one.script().name()).toList()));
    return "%s takes away what its expand and backfill must have replaced, but what they say must be true is not:\n  %s\n%s Mend the rows, or what writes them, and run again."
        .formatted(contract, String.join("\n  ", failures), stands);
  }

  private static boolean isContract(MigrationScript script) {
    return MigrationPhase.declared(script).filter(phase -> phase == Phase.CONTRACT).isPresent();
  }

  /** The migrations that prepared the contract and say what must be true, in order. */
  private Set<MigrationScript> steps(MigrationScript contract) {
    int own = position(contract);
    Set<MigrationScript> named = expands(contract);
    int from = named.stream().mapToInt(this::position).min().orElse(0);
    Set<MigrationScript> steps = new LinkedHashSet<>();
    for (int i = from; i < own; i++) {
      MigrationScript step = script(i);
      if (VerifyQuery.has(step)
          && (named.contains(step) || prepares(step, i, contract, own, named))) {
        steps.add(step);
      }
    }
    return steps;
  }

  /** The migrations whose contract it says to be. */
  private Set<MigrationScript> expands(MigrationScript contract) {
    Set<MigrationScript> named = new LinkedHashSet<>();
    for (Directive directive : contract.directives()) {
      if (directive instanceof Directive.ContractOf of) {
        named(of.version()).ifPresent(named::add);
      }
    }
    return named;
  }

  /** One that another plan's contract has followed on the same tables belonged to that. */
  private boolean prepares(
      MigrationScript step,
      int at,
      MigrationScript contract,
      int own,
      Set<MigrationScript> expands) {
    Optional<Phase> phase = MigrationPhase.declared(step);
    boolean candidate =
        phase.equals(Optional.of(Phase.BACKFILL))
            || (expands.isEmpty() && phase.equals(Optional.of(Phase.EXPAND)));
    if (!candidate || !onSameTable(step, contract)) {
      return false;
    }
    for (int i = at + 1; i < own; i++) {
      MigrationScript between = script(i);
      boolean another = isContract(between) && Collections.disjoint(expands(between), expands);
      if (another && onSameTable(step, between)) {
        return false;
      }
    }
    return true;
  }

  private boolean onSameTable(MigrationScript one, MigrationScript other) {
    if (analysed.isEmpty()) {
      analysed = Optional.of(gate.analyse(states));
    }
    AnalysedMigration first = analysed.get().get(one.identity());
    AnalysedMigration second = analysed.get().get(other.identity());
    return first != null && second != null && !TouchedTables.common(first, second).isEmpty();
  }

  private Optional<MigrationScript> named(String text) {
    Version asked = Version.ofNumbers(text).orElseGet(() -> Version.ofLabel(text));
    return states.stream()
        .map(state -> state.script().orElseThrow())
        .filter(script -> script.kind() == MigrationScript.Kind.VERSIONED)
        .filter(
            script -> {
              Version version = MigrationStates.versionOf(script);
              return asked.readLike(version).equals(version);
            })
        .findFirst();
  }

  private MigrationScript script(int position) {
    return states.get(position).script().orElseThrow();
  }

  private int position(MigrationScript script) {
    for (int i = 0; i < states.size(); i++) {
      if (script(i).identity().equals(script.identity())) {
        return i;
      }
    }
    throw new IllegalStateException(script.identity() + " is not among the migrations");
  }
}
