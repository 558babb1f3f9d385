package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.history.HistoryEntry;
import dev.safemigrate.history.HistoryEntry.AppliedMigration;
import dev.safemigrate.history.HistoryEntry.Kind;
import dev.safemigrate.runner.MigrationState.State;
import dev.safemigrate.source.Directive;
import dev.safemigrate.source.MigrationScript;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Applies what is pending, in order, one migration after the other. */
public final class Apply {

  private final Sessions sessions;
  private final RunSettings settings;
  private final RunListener listener;

  public Apply(Sessions sessions, RunSettings settings, RunListener listener) {
    this.sessions = sessions;
    this.settings = settings;
    this.listener = listener;
  }

  /** Analyses what is about to run, and refuses it when it must not. */
  @FunctionalInterface
  public interface Gate {

    /**
     * @param states all migrations; those {@link MigrationState#toApply()} are about to run
     * @return the analysis of each of those, in the same order
     * @throws RunException when they must not run
     */
    List<AnalysedMigration> admit(List<MigrationState> states) throws RunException;
  }

  /**
   * What a run has done.
   *
   * @param applied the files that it applied, in order
   * @param alreadyApplied how many were applied before
   */
  public record Result(List<String> applied, int alreadyApplied) {

    public Result {
      applied = List.copyOf(applied);
    }
  }

  /**
   * Applies the pending ones of {@code scripts}.
   *
   * @param scripts in the order in which they run
   * @param gate decides with the runner lock held, on what is pending then
   * @throws RunException with what stands and what to do
   */
  public Result run(List<MigrationScript> scripts, Gate gate)
      throws RunException, SQLException, InterruptedException {
    try (Runner runner = Runner.start(sessions, settings, listener)) {
      List<HistoryEntry> entries = runner.entries();
      List<MigrationState> states = MigrationStates.of(scripts, entries, settings.target());
      requireSound(entries, states);
      List<MigrationState> pending = states.stream().filter(MigrationState::toApply).toList();
      List<AnalysedMigration> analysed = gate.admit(states);
      if (analysed.size() != pending.size()) {
        throw new IllegalStateException(
            "%d migrations are pending, %d were analysed"
                .formatted(pending.size(), analysed.size()));
      }
      int before = (int) states.stream().filter(state -> state.state() == State.APPLIED).count();
      return new Result(applyAll(runner, pending, analysed), before);
    }
  }

  private List<String> applyAll(
      Runner runner, List<MigrationState> pending, List<AnalysedMigration> analysed)
      throws RunException, SQLException, InterruptedException {
    List<String> applied = new ArrayList<>();
    for (int i = 0; i < pending.size(); i++) {
      MigrationState state = pending.get(i);
      MigrationScript script = state.script().orElseThrow();
      listener.migrationStarts(i + 1, pending.size(), script.name());
      try {
        long millis = runner.run(work(state, script, analysed.get(i)));
        listener.migrationDone(script.name(), millis);
      } catch (FailedStatement e) {
        throw failed(script, analysed.get(i), applied, pending, String.valueOf(e.getMessage()), e);
      } catch (SQLException e) {
        String reason = script.path() + ": " + StatementFailure.message(e);
        throw failed(script, analysed.get(i), applied, pending, reason, e);
      }
      applied.add(script.name());
    }
    return applied;
  }

  private static MigrationRun.Work work(
      MigrationState state, MigrationScript script, AnalysedMigration analysed) {
    Optional<HistoryEntry> unfinished =
        state.state() == State.UNFINISHED ? state.entry() : Optional.empty();
    return new MigrationRun.Work(
        script, WorkUnit.of(analysed), row(script, analysed), unfinished, Optional.empty());
  }

  private static AppliedMigration row(MigrationScript script, AnalysedMigration analysed) {
    boolean repeatable = script.kind() == MigrationScript.Kind.REPEATABLE;
    return new AppliedMigration(
        repeatable ? Kind.REPEATABLE : Kind.VERSIONED,
        repeatable ? Optional.empty() : Optional.of(MigrationState.versionText(script)),
        script.description(),
        script.name(),
        Optional.of(script.checksum()),
        Optional.of(analysed.classification().spelling()),
        phase(script));
  }

  private static Optional<String> phase(MigrationScript script) {
    return script.directives().stream()
        .filter(Directive.InPhase.class::isInstance)
        .map(directive -> ((Directive.InPhase) directive).phase())
        .map(phase -> phase.name().toLowerCase(Locale.ROOT))
        .findFirst();
  }

  private void requireSound(List<HistoryEntry> entries, List<MigrationState> states)
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
    refuseOutOfOrder(states);
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

  private void refuseOutOfOrder(List<MigrationState> states) throws RunException {
    List<String> late =
        states.stream()
            .filter(state -> state.state() == State.OUT_OF_ORDER)
            .map(MigrationState::file)
            .toList();
    if (!late.isEmpty() && !settings.outOfOrder()) {
      throw new RunException(
          RunException.Kind.REFUSED,
          ("Migrations are pending although later ones are applied: %s. Nothing was changed. Give"
                  + " them new versions, or allow it with -Dmigrate.outOfOrder=true if they do not"
                  + " depend on the order.")
              .formatted(String.join(", ", late)));
    }
  }

  private static RunException failed(
      MigrationScript script,
      AnalysedMigration analysed,
      List<String> applied,
      List<MigrationState> pending,
      String reason,
      SQLException cause) {
    String stands = whatStands(script.name(), WorkUnit.of(analysed), cause);
    String before =
        applied.isEmpty()
            ? "No migration was applied before it in this run."
            : "Applied before it in this run, and recorded: %s.".formatted(shortList(applied));
    int left = pending.size() - applied.size() - 1;
    return new RunException(
        RunException.Kind.FAILED,
        "%s\n%s %s %d more were not begun. Mend the file and run again."
            .formatted(reason, stands, before, left),
        cause);
  }

  private static String whatStands(String name, List<WorkUnit> units, SQLException cause) {
    if (units.size() > 1) {
      return ("%s runs in several parts; the ones before the failure stand and are recorded, and"
              + " the next run goes on behind them.")
          .formatted(name);
    }
    if (!units.isEmpty() && !units.get(0).transactional()) {
      return ("%s runs outside a transaction; what it may have left behind the next run clears"
              + " away before it tries again.")
          .formatted(name);
    }
    if (ConnectionProblem.isLostConnection(cause)) {
      return ("The connection was lost: either all of %s stands and is recorded, or nothing of it;"
              + " migrate:status tells which.")
          .formatted(name);
    }
    return "%s was rolled back as a whole.".formatted(name);
  }

  private static String shortList(List<String> names) {
    int shown = 5;
    return names.size() <= shown
        ? String.join(", ", names)
        : "%d migrations up to %s".formatted(names.size(), names.get(names.size() - 1));
  }
}
