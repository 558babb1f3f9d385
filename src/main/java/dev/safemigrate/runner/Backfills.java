package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.history.History;
import dev.safemigrate.history.HistoryEntry;
import dev.safemigrate.runner.MigrationState.State;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.Version;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs the pending migrations that hold backfills and are next in order, on several tables at a
 * time where they have nothing to do with each other.
 */
public final class Backfills {

  private final Sessions sessions;
  private final RunSettings settings;
  private final RunListener listener;

  public Backfills(Sessions sessions, RunSettings settings, RunListener listener) {
    this.sessions = sessions;
    this.settings = settings;
    this.listener = listener;
  }

  /**
   * What a run has done.
   *
   * @param done the files whose backfills have come to their end
   * @param waiting the files that are pending behind them
   */
  public record Result(List<String> done, List<String> waiting) {

    public Result {
      done = List.copyOf(done);
      waiting = List.copyOf(waiting);
    }
  }

  /**
   * Runs them.
   *
   * @param scripts all migrations, in order
   * @param only the one version to run; empty for all that are next
   * @throws RunException with what stands and what to do
   */
  public Result run(List<MigrationScript> scripts, Optional<Version> only, Apply.Gate gate)
      throws RunException, SQLException, InterruptedException {
    try (Runner runner = Runner.start(sessions, settings, listener)) {
      List<MigrationState> states = chosen(scripts, runner.entries(), only, gate);
      List<MigrationState> pending = Apply.pending(states);
      List<AnalysedMigration> analysed = gate.admit(states, List.of()).pending();
      begin(runner, Apply.works(pending, analysed));
      List<MigrationState> begun = unfinished(scripts, runner.entries(), pending);
      runAll(runner, Apply.works(begun, analysed));
      List<String> waiting =
          states.stream()
              .filter(state -> state.state() == State.LATER_PHASE)
              .map(MigrationState::file)
              .toList();
      return new Result(pending.stream().map(MigrationState::file).toList(), waiting);
    }
  }

  /** What {@link #run} would do, in words and SQL; changes nothing and takes no lock. */
  public List<String> forecast(
      Connection connection, List<MigrationScript> scripts, Optional<Version> only, Apply.Gate gate)
      throws RunException, SQLException {
    List<HistoryEntry> entries = Runner.read(connection, new History(settings.table()));
    List<MigrationState> states = chosen(scripts, entries, only, gate);
    List<AnalysedMigration> analysed = gate.admit(states, List.of()).pending();
    List<String> lines = new ArrayList<>();
    for (MigrationRun.Work work : Apply.works(Apply.pending(states), analysed)) {
      lines.addAll(new BackfillForecast(connection, settings).of(work));
    }
    return lines;
  }

  private List<MigrationState> chosen(
      List<MigrationScript> scripts,
      List<HistoryEntry> entries,
      Optional<Version> only,
      Apply.Gate gate)
      throws RunException {
    List<MigrationState> states =
        BackfillLimit.onlyFirst(
            new Apply(sessions, settings, listener)
                .admissible(scripts, entries, gate, entries.isEmpty()));
    requireNext(states);
    if (only.isEmpty()) {
      return states;
    }
    List<MigrationState> limited = new ArrayList<>();
    boolean first = true;
    boolean found = false;
    for (MigrationState state : states) {
      boolean wanted = isVersion(state, only.get());
      if (wanted && !first && state.toApply() && !settings.outOfOrder()) {
        throw new RunException(
            RunException.Kind.REFUSED,
            "%s is pending behind other backfills. Run those first, or allow it with"
                    .formatted(state.file())
                + " -Dmigrate.outOfOrder=true if they do not depend on the order.");
      }
      found = found || (wanted && state.toApply());
      first = first && !state.toApply();
      limited.add(state.toApply() && !wanted ? state.in(State.LATER_PHASE) : state);
    }
    if (!found) {
      throw new RunException(
          RunException.Kind.REFUSED,
          "No backfill of version %s is next in order. Nothing was changed.".formatted(only.get()));
    }
    return List.copyOf(limited);
  }

  private static boolean isVersion(MigrationState state, Version version) {
    return state
        .script()
        .map(MigrationStates::versionOf)
        .filter(own -> own.compareTo(version.readLike(own)) == 0)
        .isPresent();
  }

  /** A backfill behind what is not applied yet may need it. */
  private static void requireNext(List<MigrationState> states) throws RunException {
    boolean next = states.stream().anyMatch(MigrationState::toApply);
    Optional<String> waiting =
        states.stream()
            .filter(state -> state.state() == State.LATER_PHASE)
            .filter(state -> BackfillLimit.holdsBackfill(state.script().orElseThrow()))
            .map(MigrationState::file)
            .findFirst();
    if (!next && waiting.isPresent()) {
      String before =
          states.stream()
              .filter(state -> state.state() == State.LATER_PHASE)
              .map(MigrationState::file)
              .findFirst()
              .orElseThrow();
      throw new RunException(
          RunException.Kind.REFUSED,
          ("The backfill of %s is behind %s, which is pending. Nothing was changed. Run"
                  + " migrate:apply with -Dmigrate.backfill=skip first.")
              .formatted(waiting.get(), before));
    }
  }

  /** All rows of the history first: those of a later one must not overtake an earlier one's. */
  private void begin(Runner runner, List<MigrationRun.Work> works) throws SQLException {
    if (works.isEmpty()) {
      return;
    }
    Connection connection = runner.worker();
    connection.setAutoCommit(false);
    try {
      // Two that create it at the same time would collide in the catalog.
      new BackfillJournal(connection, settings.table()).create();
      for (MigrationRun.Work work : works) {
        if (work.unfinished().isEmpty()) {
          runner
              .history()
              .begin(connection, work.migration(), settings.appliedBy(), work.units().size());
        }
      }
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private List<MigrationState> unfinished(
      List<MigrationScript> scripts, List<HistoryEntry> entries, List<MigrationState> pending) {
    List<String> wanted =
        pending.stream().map(state -> state.script().orElseThrow().identity()).toList();
    return MigrationStates.of(scripts, entries, settings.target()).stream()
        .filter(MigrationState::toApply)
        .filter(state -> wanted.contains(state.script().orElseThrow().identity()))
        .toList();
  }

  private void runAll(Runner runner, List<MigrationRun.Work> works)
      throws RunException, SQLException, InterruptedException {
    List<BackfillTask> tasks = new ArrayList<>();
    for (int i = 0; i < works.size(); i++) {
      tasks.add(new BackfillTask(runner, listener, works.get(i), i + 1, works.size()));
    }
    List<Exception> failures = BackfillSchedule.run(tasks, settings.backfill().threads());
    if (failures.isEmpty()) {
      return;
    }
    Exception first = failures.get(0);
    failures.stream().skip(1).forEach(first::addSuppressed);
    if (first instanceof RunException refused) {
      throw refused;
    }
    if (first instanceof SQLException failed) {
      throw new RunException(
          RunException.Kind.FAILED,
          failures.stream()
                  .map(e -> String.valueOf(e.getMessage()))
                  .reduce((a, b) -> a + "\n" + b)
                  .orElse("")
              + "\nEvery batch before it stands and is recorded. Run again to go on.",
          failed);
    }
    throw new IllegalStateException("a backfill failed for a reason of its own", first);
  }
}
