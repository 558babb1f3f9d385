package dev.safemigrate.runner;

import dev.safemigrate.history.HistoryEntry.AppliedBy;
import dev.safemigrate.history.HistoryTable;
import dev.safemigrate.source.Version;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.Optional;

/**
 * How a run goes about its work.
 *
 * @param table where the history is kept
 * @param schema first on the search path while migrations run; empty to leave the database's own
 * @param target the last version to apply; empty for all
 * @param outOfOrder whether migrations may be applied although a later one is
 * @param appliedBy who runs it
 * @param runnerPatience how long to wait for another runner
 * @param orphanPatience how long to wait for a backend that a killed run has left working
 * @param locks how to wait for locks
 * @param precautions what is made sure of before anything runs
 * @param plan the hash of the plan that may be applied; empty for any
 * @param release what of a release may reach the database now
 * @param backfill how backfills go about their batches
 * @param group whether all pending migrations are one transaction
 */
@RecordBuilder
public record RunSettings(
    HistoryTable table,
    Optional<String> schema,
    Optional<Version> target,
    boolean outOfOrder,
    AppliedBy appliedBy,
    Duration runnerPatience,
    Duration orphanPatience,
    LockSettings locks,
    Precautions precautions,
    Optional<String> plan,
    ReleaseRules release,
    BackfillSettings backfill,
    boolean group)
    implements RunSettingsBuilder.With {

  /** For a database that nobody else works on, with backfills as the plugin runs them of itself. */
  public RunSettings(
      HistoryTable table,
      Optional<String> schema,
      Optional<Version> target,
      boolean outOfOrder,
      AppliedBy appliedBy,
      Duration runnerPatience,
      Duration orphanPatience,
      LockSettings locks,
      Optional<String> plan) {
    this(
        table,
        schema,
        target,
        outOfOrder,
        appliedBy,
        runnerPatience,
        orphanPatience,
        locks,
        Precautions.NONE,
        plan,
        ReleaseRules.NONE,
        BackfillSettings.STANDARD,
        false);
  }

  /** The same for a database that an application works on. */
  public RunSettings with(ReleaseRules rules) {
    return withRelease(rules);
  }

  /** The same with other settings for backfills. */
  public RunSettings with(BackfillSettings other) {
    return withBackfill(other);
  }

  /** What the runner's working session is for, the same for every run on this history. */
  String workerPurpose() {
    return "apply " + Integer.toHexString(RunnerLock.keyOf(table));
  }
}
