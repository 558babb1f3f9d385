package dev.safemigrate.runner;

import dev.safemigrate.history.HistoryEntry.AppliedMigration;
import dev.safemigrate.history.HistoryEntry.Kind;
import dev.safemigrate.runner.MigrationState.State;
import dev.safemigrate.source.MigrationScript;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records migrations as applied that somebody else has applied; the schema stays. */
public final class MarkApplied {

  private final Sessions sessions;
  private final RunSettings settings;
  private final RunListener listener;

  public MarkApplied(Sessions sessions, RunSettings settings, RunListener listener) {
    this.sessions = sessions;
    this.settings = settings;
    this.listener = listener;
  }

  /**
   * Records all of them or none; those that are applied already stay as they are.
   *
   * @param scripts all of the project
   * @param marks {@link MigrationScript#identity() identities} with the time at which they ran
   * @param note how that is known
   * @param previewOnly whether they are only named; then nothing is created either
   * @return those that were not applied before, in the order of their rows
   */
  public List<MigrationScript> run(
      List<MigrationScript> scripts,
      Map<String, Optional<Instant>> marks,
      String note,
      boolean previewOnly)
      throws RunException, SQLException, InterruptedException {
    if (previewOnly) {
      try (Connection connection = sessions.open("preview")) {
        return missing(Status.read(connection, settings.table(), scripts), marks);
      }
    }
    try (Runner runner = Runner.start(sessions, settings, listener)) {
      List<MigrationScript> missing =
          missing(MigrationStates.of(scripts, runner.entries(), Optional.empty()), marks);
      Connection worker = runner.worker();
      worker.setAutoCommit(false);
      for (MigrationScript script : missing) {
        runner
            .history()
            .record(worker, migration(script), settings.appliedBy(), when(script, marks), note);
      }
      worker.commit();
      worker.setAutoCommit(true);
      return missing;
    }
  }

  private static List<MigrationScript> missing(
      List<MigrationState> states, Map<String, Optional<Instant>> marks) throws RunException {
    List<MigrationScript> missing = new ArrayList<>();
    for (MigrationState state : states) {
      Optional<MigrationScript> script =
          state.script().filter(file -> marks.containsKey(file.identity()));
      if (script.isEmpty() || !state.toApply()) {
        continue;
      }
      if (state.state() == State.UNFINISHED) {
        throw new RunException(
            RunException.Kind.REFUSED,
            "%s was begun by a run of this plugin and did not end. Nothing was changed; migrate:apply finishes it."
                .formatted(state.file()));
      }
      missing.add(script.get());
    }
    if (missing.stream().allMatch(script -> when(script, marks).isPresent())) {
      // As the other tool ran them; the sort keeps the files' order where times are equal.
      missing.sort(Comparator.comparing(script -> when(script, marks).orElseThrow()));
    }
    return missing;
  }

  private static Optional<Instant> when(
      MigrationScript script, Map<String, Optional<Instant>> marks) {
    return marks.getOrDefault(script.identity(), Optional.empty());
  }

  private static AppliedMigration migration(MigrationScript script) {
    boolean repeatable = script.kind() == MigrationScript.Kind.REPEATABLE;
    return new AppliedMigration(
        repeatable ? Kind.REPEATABLE : Kind.VERSIONED,
        repeatable ? Optional.empty() : Optional.of(MigrationState.versionText(script)),
        script.description(),
        script.name(),
        Optional.of(script.checksum()),
        Optional.empty(),
        Optional.empty());
  }
}
