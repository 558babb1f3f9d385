package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.MigrationPhase;
import dev.safemigrate.analysis.Releases;
import dev.safemigrate.catalog.ServerFacts;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.history.History;
import dev.safemigrate.history.HistoryEntry;
import dev.safemigrate.history.HistoryEntry.AppliedMigration;
import dev.safemigrate.history.HistoryEntry.Kind;
import dev.safemigrate.history.ReleaseRecords;
import dev.safemigrate.history.ReleaseRecords.Backup;
import dev.safemigrate.runner.MigrationState.State;
import dev.safemigrate.source.CallbackEvent;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.Version;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Applies what is pending, in order: one migration after the other, or all in one transaction. */
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
  public interface Gate extends Rollback.Gate {

    /**
     * What is known of the migrations before anything is decided.
     *
     * @param states all migrations; those {@link MigrationState#toApply()} count as pending
     * @return the analysis of each that has a file and may run or has run, by its identity
     */
    Map<String, AnalysedMigration> analyse(List<MigrationState> states);

    /**
     * @param states all migrations; those {@link MigrationState#toApply()} are about to run
     * @param callbacks what runs around them
     * @return the analysis of each of both, in the same order
     * @throws RunException when they must not run
     */
    Admitted admit(List<MigrationState> states, List<MigrationScript> callbacks)
        throws RunException;

    /** One that asks the same of a run of which the history tells this. */
    default Gate knowing(Releases releases) {
      return this;
    }
  }

  /**
   * The analyses of what may run.
   *
   * @param pending of the migrations
   * @param callbacks of those that have an event of ours
   */
  public record Admitted(List<AnalysedMigration> pending, List<AnalysedMigration> callbacks) {

    public Admitted {
      pending = List.copyOf(pending);
      callbacks = List.copyOf(callbacks);
    }
  }

  /**
   * What a run has done.
   *
   * @param applied the files that it applied, in order
   * @param alreadyApplied how many were applied before
   * @param laterPhase the files that were left for a later phase, in order
   * @param notes what was seen and is no failure
   */
  public record Result(
      List<String> applied, int alreadyApplied, List<String> laterPhase, List<String> notes) {

    public Result {
      applied = List.copyOf(applied);
      laterPhase = List.copyOf(laterPhase);
      notes = List.copyOf(notes);
    }

    /** Of a run that left nothing. */
    public Result(List<String> applied, int alreadyApplied) {
      this(applied, alreadyApplied, List.of(), List.of());
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
      boolean firstInstall = firstInstall(runner.worker(), entries);
      List<MigrationState> states = admissible(scripts, entries, gate, firstInstall);
      List<MigrationState> pending = pending(states);
      Releases releases = ReleaseHistory.of(states, entries, settings, firstInstall);
      List<MigrationScript> own = Callbacks.of(scripts, listener);
      Admitted admitted = gate.knowing(releases).admit(states, own);
      List<AnalysedMigration> analysed = admitted.pending();
      Callbacks callbacks = Callbacks.of(own, admitted.callbacks());
      requireWindow(analysed, "Nothing was changed.");
      requireWindow(admitted.callbacks(), "Nothing was changed.");
      Optional<Backup> backup =
          pending.isEmpty()
              ? Optional.empty()
              : new ReleaseRecords(settings.table()).lastBackup(runner.worker());
      if (!pending.isEmpty()) {
        requireBackup(backup);
      }
      List<MigrationRun.Work> works = callbacks.around(works(pending, analysed));
      refuse(works, settings);
      Preflight.look(runner.worker(), works, settings, listener);
      if (settings.plan().isPresent()) {
        requirePlan(
            settings.plan().get(), Preview.of(works, callbacks, runner.lockPolicy(), settings));
      }
      int before = (int) states.stream().filter(state -> state.state() == State.APPLIED).count();
      Workloads workloads = Workloads.of(runner.worker(), settings, listener);
      if (!pending.isEmpty()) {
        workloads.keepBefore();
      }
      Verification verification = Verification.before(runner, settings, listener);
      ContractProof proof = new ContractProof(runner, states, gate);
      KnownWays ways =
          new KnownWays(
              backup,
              settings.release().tested(),
              runner.worker().getMetaData().getDatabaseMajorVersion(),
              gate,
              states);
      CallbackRun calls = new CallbackRun(runner, callbacks, listener);
      if (firstInstall && !pending.isEmpty()) {
        FirstInstall.begin(runner.worker(), settings);
      }
      calls.before();
      List<WayBack.Applied> applied;
      try {
        applied =
            settings.group()
                ? applyGroup(runner, analysed, works, ways)
                : applyAll(runner, pending, analysed, works, proof, ways);
      } catch (RunException e) {
        calls.afterError(CallbackEvent.AFTER_MIGRATE_ERROR, e);
        throw e;
      }
      if (firstInstall) {
        FirstInstall.end(runner.worker(), settings);
      }
      calls.after(applied);
      if (!applied.isEmpty()) {
        workloads.keepBehind();
      }
      return new Result(
          applied.stream().map(migration -> migration.script().name()).toList(),
          before,
          laterPhase(states),
          verification.after(scripts, applied, ways));
    }
  }

  /** Where each migration stands, with what must wait for a later phase marked so. */
  List<MigrationState> admissible(
      List<MigrationScript> scripts, List<HistoryEntry> entries, Gate gate, boolean firstInstall)
      throws RunException {
    List<MigrationState> states = MigrationStates.of(scripts, entries, settings.target());
    HistoryChecks.require(entries, states, settings, gate);
    MissingFiles.look(states, settings.precautions().ignoreMissing(), listener);
    List<MigrationState> limited = PhaseLimit.apply(states, settings.release().lastPhase(), gate);
    ContractGuard.require(entries, limited, settings, gate, firstInstall);
    return settings.backfill().skip() ? BackfillLimit.untilFirst(limited) : limited;
  }

  /** Nobody asks where contracts may come early anyway. */
  private boolean firstInstall(Connection connection, List<HistoryEntry> entries)
      throws SQLException {
    return !settings.release().earlyContracts()
        && FirstInstall.goesOn(
            connection, settings.table(), entries, settings.appliedBy().projectVersion());
  }

  private static List<String> laterPhase(List<MigrationState> states) {
    return states.stream()
        .filter(state -> state.state() == State.LATER_PHASE)
        .map(MigrationState::file)
        .toList();
  }

  private void requireBackup(Optional<Backup> last) throws RunException {
    Optional<Duration> oldest = settings.release().backupAge();
    if (oldest.isPresent() && last.filter(b -> b.age().compareTo(oldest.get()) <= 0).isEmpty()) {
      throw new RunException(
          RunException.Kind.REFUSED,
          "A backup not older than %s is asked for (requireBackup), %s. Nothing was changed. Run migrate:backup first."
              .formatted(
                  oldest.get(),
                  last.map(backup -> "the last one is of " + backup.finishedAt())
                      .orElse("none is recorded")));
    }
  }

  private void requireWindow(List<AnalysedMigration> migrations, String stands)
      throws RunException {
    if (settings.release().window().isEmpty()) {
      return;
    }
    ApplyWindow window = settings.release().window().get();
    Instant now = settings.release().clock().instant();
    List<String> risky =
        migrations.stream()
            .filter(migration -> migration.classification() != Classification.SAFE)
            .map(migration -> "%s (%s)".formatted(migration.file(), migration.classification()))
            .toList();
    if (!risky.isEmpty() && !window.contains(now)) {
      throw new RunException(
          RunException.Kind.REFUSED,
          ("These are applied only within %s (applyWindow), which opens next on %s: %s. %s With"
                  + " -Dmigrate.target=<version> the safe ones before them can be applied now.")
              .formatted(window, window.nextOpening(now), String.join(", ", risky), stands));
    }
  }

  private List<WayBack.Applied> applyAll(
      Runner runner,
      List<MigrationState> pending,
      List<AnalysedMigration> analysed,
      List<MigrationRun.Work> works,
      ContractProof proof,
      KnownWays ways)
      throws RunException, SQLException, InterruptedException {
    List<WayBack.Applied> applied = new ArrayList<>();
    for (int i = 0; i < pending.size(); i++) {
      MigrationState state = pending.get(i);
      MigrationScript script = state.script().orElseThrow();
      if (i > 0) {
        requireWindow(
            List.of(analysed.get(i)), "It closed while this run applied what stands before.");
      }
      proof.require(state, applied);
      listener.migrationStarts(i + 1, pending.size(), script.name());
      observer.begins(script);
      try {
        long millis = runner.run(works.get(i), observer);
        listener.migrationDone(script.name(), millis);
      } catch (SQLException e) {
        int left = pending.size() - applied.size() - 1;
        throw ApplyFailure.of(script, analysed.get(i), applied, left, ways, e);
      }
      observer.ended(script);
      applied.add(new WayBack.Applied(script, analysed.get(i), true));
    }
    return applied;
  }

  private static List<WayBack.Applied> applyGroup(
      Runner runner,
      List<AnalysedMigration> analysed,
      List<MigrationRun.Work> works,
      KnownWays ways)
      throws RunException, SQLException, InterruptedException {
    List<WayBack.Applied> applied = new ArrayList<>();
    if (works.isEmpty()) {
      return applied;
    }
    try {
      runner.run(works);
    } catch (SQLException e) {
      throw ApplyFailure.ofGroup(works.size(), ways, e);
    }
    for (int i = 0; i < works.size(); i++) {
      applied.add(new WayBack.Applied(works.get(i).script(), analysed.get(i), true));
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
    boolean firstInstall = firstInstall(connection, entries);
    List<MigrationState> states = admissible(scripts, entries, gate, firstInstall);
    LockPolicy policy =
        SessionState.supported(
            connection, LockPolicy.of(ServerFacts.read(connection), settings.locks()));
    Releases releases = ReleaseHistory.of(states, entries, settings, firstInstall);
    List<MigrationScript> own = Callbacks.of(scripts, listener);
    Admitted admitted = gate.knowing(releases).admit(states, own);
    Callbacks callbacks = Callbacks.of(own, admitted.callbacks());
    List<MigrationRun.Work> works = callbacks.around(works(pending(states), admitted.pending()));
    refuse(works, settings);
    Preflight.look(connection, works, settings, listener);
    return Preview.of(works, callbacks, policy, settings);
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
    List<MigrationState> known =
        MigrationStates.of(scripts, List.of(), settings.target()).stream()
            .map(state -> isBelow(state, baseline) ? state.in(State.BELOW_BASELINE) : state)
            .toList();
    List<MigrationState> states = PhaseLimit.apply(known, settings.release().lastPhase(), gate);
    LockPolicy policy = LockPolicy.assumed(majorVersion, settings.locks());
    List<MigrationScript> own = Callbacks.of(scripts);
    Admitted admitted = gate.admit(states, own);
    Callbacks callbacks = Callbacks.of(own, admitted.callbacks());
    List<MigrationRun.Work> works = callbacks.around(works(pending(states), admitted.pending()));
    if (settings.group()) {
      GroupRefusal.refuse(works);
    }
    return Preview.of(works, callbacks, policy, settings);
  }

  private static void refuse(List<MigrationRun.Work> works, RunSettings settings)
      throws RunException {
    if (settings.group()) {
      GroupRefusal.refuse(works);
    }
    HalfWay.refuse(works);
  }

  private static boolean isBelow(MigrationState state, Optional<Version> baseline) {
    return state
        .script()
        .flatMap(MigrationScript::version)
        .filter(v -> baseline.filter(base -> v.compareTo(base.readLike(v)) <= 0).isPresent())
        .isPresent();
  }

  static List<MigrationState> pending(List<MigrationState> states) {
    return states.stream().filter(MigrationState::toApply).toList();
  }

  private static void requirePlan(String confirmed, Preview preview) throws RunException {
    if (!confirmed.equals(preview.hash())) {
      throw new RunException(
          RunException.Kind.REFUSED,
          ("The plan is not the one that was confirmed: %s now, %s confirmed (migrate.plan)."
                  + " Nothing was changed. Run migrate:preview, look at what is different, and"
                  + " confirm the new hash.")
              .formatted(preview.hash(), confirmed));
    }
  }

  static List<MigrationRun.Work> works(
      List<MigrationState> pending, List<AnalysedMigration> analysed) throws RunException {
    if (analysed.size() != pending.size()) {
      throw new IllegalStateException(
          "%d migrations are pending, %d were analysed".formatted(pending.size(), analysed.size()));
    }
    List<MigrationRun.Work> works = new ArrayList<>();
    for (int i = 0; i < pending.size(); i++) {
      MigrationState state = pending.get(i);
      BackfillChecks.require(state.script().orElseThrow(), analysed.get(i));
      works.add(work(state, state.script().orElseThrow(), analysed.get(i)));
    }
    return List.copyOf(works);
  }

  private static MigrationRun.Work work(
      MigrationState state, MigrationScript script, AnalysedMigration analysed) {
    Optional<HistoryEntry> unfinished =
        state.state() == State.UNFINISHED ? state.entry() : Optional.empty();
    return new MigrationRun.Work(
        script, WorkUnit.of(script, analysed), row(script, analysed), unfinished, Optional.empty());
  }

  private static AppliedMigration row(MigrationScript script, AnalysedMigration analysed) {
    boolean repeatable = script.kind() == MigrationScript.Kind.REPEATABLE;
    String phase = MigrationPhase.of(script, analysed).name().toLowerCase(Locale.ROOT);
    return new AppliedMigration(
        repeatable ? Kind.REPEATABLE : Kind.VERSIONED,
        repeatable ? Optional.empty() : Optional.of(MigrationState.versionText(script)),
        script.description(),
        script.name(),
        Optional.of(script.checksum()),
        Optional.of(analysed.classification().spelling()),
        Optional.of(phase));
  }
}
