package dev.safemigrate.runner;

import dev.safemigrate.history.HistoryEntry;
import dev.safemigrate.source.MigrationScript;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Looks whether what was applied has led where it should. */
final class Verification {

  /** An index of a partitioned table is invalid until each partition has its own: by design. */
  private static final String INVALID_INDEXES =
      """
      SELECT pg_catalog.format('%I.%I', n.nspname, c.relname)
      FROM pg_catalog.pg_index i
      JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE NOT i.indisvalid AND c.relkind <> 'I' AND n.nspname <> 'pg_toast'
      """;

  private static final String UNVALIDATED_CONSTRAINTS =
      """
      SELECT pg_catalog.format('%I on %s', conname, conrelid::regclass)
      FROM pg_catalog.pg_constraint
      WHERE NOT convalidated AND conrelid <> 0
      """;

  private final Runner runner;
  private final RunSettings settings;
  private final RunListener listener;
  private final Set<String> invalidBefore;
  private final List<String> notes = new ArrayList<>();

  private Verification(
      Runner runner, RunSettings settings, RunListener listener, Set<String> invalidBefore) {
    this.runner = runner;
    this.settings = settings;
    this.listener = listener;
    this.invalidBefore = invalidBefore;
  }

  /** Looks at what is wrong already, before anything is applied. */
  static Verification before(Runner runner, RunSettings settings, RunListener listener)
      throws SQLException {
    return new Verification(
        runner,
        settings,
        listener,
        settings.release().after().verify() ? names(runner.worker(), INVALID_INDEXES) : Set.of());
  }

  /**
   * Looks at the database when all is applied.
   *
   * @param scripts in the order in which they run
   * @param applied what this run has applied
   * @param ways back that are known
   * @return facts that are no failures
   * @throws RunException with all that does not hold
   */
  List<String> after(List<MigrationScript> scripts, List<WayBack.Applied> applied, KnownWays ways)
      throws RunException, SQLException, InterruptedException {
    AfterApply after = settings.release().after();
    SessionState.discard(runner.worker());
    runner.setSearchPath();
    List<String> failures = new ArrayList<>();
    if (after.fingerprint() && !applied.isEmpty()) {
      Drift.keep(runner.worker(), settings);
    }
    if (after.verify()) {
      if (!applied.isEmpty()) {
        failures.addAll(newlyInvalid());
      }
      failures.addAll(queries(scripts));
    }
    if (after.healthCheck().isPresent() && failures.isEmpty()) {
      new HealthCheck(after.healthCheck().get(), after.healthPatience())
          .run()
          .ifPresent(problem -> failures.add("health check: " + problem));
    }
    if (!failures.isEmpty()) {
      throw new RunException(RunException.Kind.FAILED, message(failures, applied, ways));
    }
    return List.copyOf(notes);
  }

  private static String message(
      List<String> failures, List<WayBack.Applied> applied, KnownWays ways) {
    List<String> lines = new ArrayList<>();
    lines.add(
        applied.isEmpty()
            ? "The migrations are applied and recorded, but what they should lead to does not hold:"
            : "All %d migrations of this run are applied and recorded, but what they should lead to does not hold:"
                .formatted(applied.size()));
    failures.forEach(failure -> lines.add("  " + failure));
    if (!applied.isEmpty()) {
      lines.addAll(new WayBack(applied, ways).lines());
    }
    lines.add("The next migrate:apply looks again.");
    return String.join("\n", lines);
  }

  private List<String> newlyInvalid() throws SQLException {
    Set<String> invalid = names(runner.worker(), INVALID_INDEXES);
    Set<String> known = new TreeSet<>(invalid);
    known.retainAll(invalidBefore);
    known.forEach(index -> notes.add("Index " + index + " was invalid before this run and is."));
    names(runner.worker(), UNVALIDATED_CONSTRAINTS)
        .forEach(constraint -> notes.add("Constraint " + constraint + " is still NOT VALID."));
    invalid.removeAll(known);
    return invalid.stream()
        .map(index -> "index " + index + " is invalid: drop it and build it again")
        .toList();
  }

  private List<String> queries(List<MigrationScript> scripts) throws SQLException, RunException {
    List<String> failures = new ArrayList<>();
    HistoryMatch match = HistoryMatch.of(scripts, runner.entries());
    for (MigrationScript script : scripts) {
      if (!VerifyQuery.has(script)) {
        continue;
      }
      var entry = match.entry(script).filter(HistoryEntry::applied);
      if (entry.isEmpty() || entry.get().verifiedAt().isPresent()) {
        continue;
      }
      List<String> found = new VerifyQuery(runner.worker()).failures(script);
      failures.addAll(found);
      if (found.isEmpty()) {
        runner.history().verified(runner.worker(), entry.get().rank());
        listener.notice(script.name(), "verified");
      }
    }
    return failures;
  }

  private static Set<String> names(Connection connection, String sql) throws SQLException {
    Set<String> names = new LinkedHashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return new TreeSet<>(names);
  }
}
