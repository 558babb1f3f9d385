package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.history.HistoryEntry;
import dev.safemigrate.history.HistoryEntry.AppliedMigration;
import dev.safemigrate.history.HistoryEntry.Kind;
import dev.safemigrate.history.ReleaseRecords;
import dev.safemigrate.source.CallbackEvent;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.Version;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Runs down scripts, the newest migration first. */
public final class Rollback {

  private final Sessions sessions;
  private final RunSettings settings;
  private final RunListener listener;
  private final StatementObserver observer;

  public Rollback(Sessions sessions, RunSettings settings, RunListener listener) {
    this(sessions, settings, listener, StatementObserver.NONE);
  }

  /** The same with somebody who is told of the scripts; the statements are not shown. */
  public Rollback(
      Sessions sessions, RunSettings settings, RunListener listener, StatementObserver observer) {
    this.sessions = sessions;
    this.settings = settings;
    this.listener = listener;
    this.observer = observer;
  }

  /**
   * How far to go back.
   *
   * @param count so many migrations
   * @param toVersion all migrations behind this version, which itself stays
   */
  public record Extent(OptionalInt count, Optional<Version> toVersion) {

    public Extent {
      if (count.isPresent() == toVersion.isPresent()) {
        throw new IllegalArgumentException("either a count or a version");
      }
    }
  }

  /** Says how the down scripts that are about to run divide into transactions, and what they do. */
  @FunctionalInterface
  public interface Gate {

    /**
     * @param states all migrations; those that are applied tell what the scripts will find
     * @param downScripts in the order in which they run
     * @return the analysis of each down script, in the same order
     */
    List<AnalysedMigration> divide(List<MigrationState> states, List<MigrationScript> downScripts);
  }

  /**
   * Goes back.
   *
   * @return the down scripts that ran, in order
   * @throws RunException when a down script is missing (nothing runs then) or fails
   */
  public List<String> run(List<MigrationScript> scripts, Extent extent, Gate gate)
      throws RunException, SQLException, InterruptedException {
    try (Runner runner = Runner.start(sessions, settings, listener)) {
      List<HistoryEntry> entries = runner.entries();
      HistoryMatch match = HistoryMatch.of(scripts, entries);
      List<HistoryEntry> chosen = choose(match, extent);
      List<MigrationScript> downs = downScripts(match, chosen);
      List<MigrationState> states = MigrationStates.of(scripts, entries, Optional.empty());
      List<AnalysedMigration> analysed = gate.divide(states, downs);
      requireNoLoss(analysed);
      CallbackRun calls = callbacks(runner, scripts, states, gate);
      calls.beforeUndo();
      List<String> done = new ArrayList<>();
      for (int i = 0; i < downs.size(); i++) {
        MigrationScript down = downs.get(i);
        listener.rollbackStarts(i + 1, downs.size(), down.name());
        observer.begins(down);
        try {
          long millis =
              runner.run(
                  work(down, analysed.get(i), chosen.get(i), unfinished(entries, chosen.get(i))));
          listener.migrationDone(down.name(), millis);
        } catch (SQLException e) {
          RunException failure = failed(down, analysed.get(i), chosen.get(i), done, e);
          calls.afterError(CallbackEvent.AFTER_UNDO_ERROR, failure);
          throw failure;
        }
        observer.ended(down);
        done.add(down.name());
      }
      calls.afterUndo(done);
      keepSchema(runner, done);
      return List.copyOf(done);
    }
  }

  /** What they may destroy is asked of them as of down scripts. */
  private CallbackRun callbacks(
      Runner runner, List<MigrationScript> scripts, List<MigrationState> states, Gate gate)
      throws RunException {
    List<MigrationScript> own =
        scripts.stream()
            .filter(script -> CallbackEvent.of(script).filter(CallbackEvent::undo).isPresent())
            .toList();
    List<AnalysedMigration> analysed = gate.divide(states, own);
    requireNoLoss(analysed);
    return new CallbackRun(runner, Callbacks.of(own, analysed), listener);
  }

  private void requireNoLoss(List<AnalysedMigration> downs) throws RunException {
    if (settings.release().dataLoss()) {
      return;
    }
    List<String> lost = new ArrayList<>();
    for (AnalysedMigration down : downs) {
      for (AnalysedStatement statement : down.statements()) {
        for (String loss : DataLoss.of(statement)) {
          lost.add("  %s:%d: %s".formatted(down.file(), statement.line(), loss));
        }
        if (statement.effects().unknown()) {
          lost.add(
              "  %s:%d: not understood, so nothing is promised"
                  .formatted(down.file(), statement.line()));
        }
      }
    }
    if (!lost.isEmpty()) {
      throw new RunException(
          RunException.Kind.REFUSED,
          "The down scripts destroy data:\n%s\nNothing was changed. Go forward with a new migration, or make a backup and allow it with -Dmigrate.allowDataLoss=true."
              .formatted(String.join("\n", lost)));
    }
  }

  /** Where the schema is kept for the status to compare with, it is another one now. */
  private void keepSchema(Runner runner, List<String> done) throws SQLException {
    if (!done.isEmpty()
        && new ReleaseRecords(settings.table()).schema(runner.worker()).isPresent()) {
      SessionState.discard(runner.worker());
      Drift.keep(runner.worker(), settings);
    }
  }

  private static List<HistoryEntry> choose(HistoryMatch match, Extent extent) throws RunException {
    List<HistoryEntry> applied = new ArrayList<>();
    for (HistoryEntry entry : match.versioned()) {
      if (entry.unfinished()) {
        throw new RunException(
            RunException.Kind.REFUSED,
            "%s was begun and did not come to its end. Run migrate:apply to finish it, then roll back."
                .formatted(entry.migration().script()));
      }
      applied.add(entry);
    }
    Collections.reverse(applied);
    if (extent.count().isPresent()) {
      return applied.subList(0, Math.min(extent.count().getAsInt(), applied.size()));
    }
    Version stays = extent.toVersion().orElseThrow();
    return applied.stream().filter(entry -> isBehind(match.version(entry), stays)).toList();
  }

  private static boolean isBehind(Version version, Version stays) {
    return version.compareTo(stays.readLike(version)) > 0;
  }

  private static List<MigrationScript> downScripts(HistoryMatch match, List<HistoryEntry> chosen)
      throws RunException {
    List<MigrationScript> downs = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (HistoryEntry entry : chosen) {
      Optional<MigrationScript> down = match.script(entry).flatMap(MigrationScript::down);
      down.ifPresentOrElse(downs::add, () -> missing.add(entry.migration().script()));
    }
    if (!missing.isEmpty()) {
      throw new RunException(
          RunException.Kind.REFUSED,
          ("There is no down script for %s. Nothing was changed. Write it, roll back fewer"
                  + " migrations, or go forward with a new migration.")
              .formatted(String.join(", ", missing)));
    }
    return downs;
  }

  private static Optional<HistoryEntry> unfinished(
      List<HistoryEntry> entries, HistoryEntry undone) {
    return entries.stream()
        .filter(entry -> entry.migration().kind() == Kind.ROLLBACK && entry.unfinished())
        .filter(entry -> entry.migration().version().equals(undone.migration().version()))
        .filter(entry -> entry.migration().description().equals(undone.migration().description()))
        .findFirst();
  }

  private static MigrationRun.Work work(
      MigrationScript down,
      AnalysedMigration analysed,
      HistoryEntry undone,
      Optional<HistoryEntry> unfinished) {
    AppliedMigration row =
        new AppliedMigration(
            Kind.ROLLBACK,
            undone.migration().version(),
            undone.migration().description(),
            down.name(),
            Optional.of(down.checksum()),
            Optional.of(analysed.classification().spelling()),
            Optional.empty());
    return new MigrationRun.Work(
        down, WorkUnit.of(down, analysed), row, unfinished, Optional.of(undone.rank()));
  }

  private static RunException failed(
      MigrationScript down,
      AnalysedMigration analysed,
      HistoryEntry entry,
      List<String> done,
      SQLException failure) {
    SQLException cause = failure instanceof StoppedMigration s ? s.failure() : failure;
    String parts =
        failure instanceof StoppedMigration stopped
            ? ApplyFailure.whatStands(down.name(), WorkUnit.of(down, analysed), stopped) + " "
            : "";
    String reason = FailedStatement.reason(down.path(), cause);
    String before =
        done.isEmpty()
            ? "Nothing was rolled back before it."
            : "Rolled back: " + String.join(", ", done) + ".";
    return new RunException(
        RunException.Kind.FAILED,
        "%s\n%sVersion %s stays applied. %s Mend the down script and run again, or go forward with a new"
                .formatted(reason, parts, entry.migration().version().orElse("?"), before)
            + " migration.",
        cause);
  }
}
