package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.catalog.ServerFacts;
import dev.safemigrate.history.History;
import dev.safemigrate.history.HistoryEntry;
import dev.safemigrate.history.HistoryEntry.AppliedMigration;
import dev.safemigrate.history.HistoryEntry.Kind;
import dev.safemigrate.runner.MigrationState.State;
import dev.safemigrate.source.Directive;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.Version;
import java.sql.Connection;
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
  private final StatementObserver observer;

  public Apply(Sessions sessions, RunSettings settings, RunListener listener) {
    this(sessions, settings, listener, StatementObserver.NONE);
  }

  /** The same with somebody who looks on. */
  public Apply(
      Sessions sessions, RunSettings settings, RunListener listener, StatementObserver observer) {
    this.sessions = sessions;
    this.settings = settings;
    this.listener = listener;
    this.observer = observer;
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
      List<MigrationState> pending = pending(states);
      List<AnalysedMigration> analysed = gate.admit(states);
      List<MigrationRun.Work> works = works(pending, analysed);
      requirePlan(Preview.of(works, runner.lockPolicy(), settings));
      int before = (int) states.stream().filter(state -> state.state() == State.APPLIED).count();
      return new Result(applyAll(runner, pending, analysed, works), before);
    }
  }

  private List<String> applyAll(
      Runner runner,
      List<MigrationState> pending,
      List<AnalysedMigration> analysed,
      List<MigrationRun.Work> works)
      throws RunException, SQLException, InterruptedException {
    List<String> applied = new ArrayList<>();
    for (int i = 0; i < pending.size(); i++) {
      MigrationState state = pending.get(i);
      MigrationScript script = state.script().orElseThrow();
      listener.migrationStarts(i + 1, pending.size(), script.name());
      try {
        long millis = runner.run(works.get(i), observer);
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

  /**
   * What {@link #run} would send now. Executes nothing and takes no lock, so a runner may be at
   * work meanwhile.
   */
  public Preview preview(Connection connection, List<MigrationScript> scripts, Gate gate)
      throws RunException, SQLException {
    List<HistoryEntry> entries = Runner.read(connection, new History(settings.table()));
    List<MigrationState> states = MigrationStates.of(scripts, entries, settings.target());
    requireSound(entries, states);
    LockPolicy policy =
        SessionState.supported(
            connection, LockPolicy.of(ServerFacts.read(connection), settings.locks()));
    return Preview.of(works(pending(states), gate.admit(states)), policy, settings);
  }

  /**
   * What {@link #run} would send to a database that is not asked: nothing is applied but what the
   * baseline says, and the server has its settings as they come.
   */
  public static Preview previewOfFiles(
      List<MigrationScript> scripts,
      RunSettings settings,
      Optional<Version> baseline,
      int majorVersion,
      Gate gate)
      throws RunException {
    List<MigrationState> states =
        MigrationStates.of(scripts, List.of(), settings.target()).stream()
            .map(state -> isBelow(state, baseline) ? belowBaseline(state) : state)
            .toList();
    LockPolicy policy = LockPolicy.assumed(majorVersion, settings.locks());
    return Preview.of(works(pending(states), gate.admit(states)), policy, settings);
  }

  private static boolean isBelow(MigrationState state, Optional<Version> baseline) {
    return state
        .script()
        .flatMap(MigrationScript::version)
        .filter(v -> baseline.filter(base -> v.compareTo(base.readLike(v)) <= 0).isPresent())
        .isPresent();
  }

  private static MigrationState belowBaseline(MigrationState state) {
    return new MigrationState(State.BELOW_BASELINE, state.script(), state.entry());
  }

  private static List<MigrationState> pending(List<MigrationState> states) {
    return states.stream().filter(MigrationState::toApply).toList();
  }

  private void requirePlan(Preview preview) throws RunException {
    if (settings.plan().isPresent() && !settings.plan().get().equals(preview.hash())) {
      throw new RunException(
          RunException.Kind.REFUSED,
          ("The plan is not the one that was confirmed: %s now, %s confirmed (migrate.plan)."
                  + " Nothing was changed. Run migrate:preview, look at what is different, and"
                  + " confirm the new hash.")
              .formatted(preview.hash(), settings.plan().get()));
    }
  }

  private static List<MigrationRun.Work> works(
      List<MigrationState> pending, List<AnalysedMigration> analysed) {
    if (analysed.size() != pending.size()) {
      throw new IllegalStateException(
          "%d migrations are pending, %d were analysed".formatted(pending.size(), analysed.size()));
    }
    List<MigrationRun.Work> works = new ArrayList<>();
    for (int i = 0; i < pending.size(); i++) {
      MigrationState state = pending.get(i);
      works.add(work(state, state.script().orElseThrow(), analysed.get(i)));
    }
    return List.copyOf(works);
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
