package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.source.MigrationScript;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Says what stands when a migration fails, and what to do. */
final class ApplyFailure {

  private static final int SHOWN = 5;

  private ApplyFailure() {}

  /**
   * @param applied what this run applied before
   * @param left how many were not begun
   * @param ways back that are known
   */
  static RunException of(
      MigrationScript script,
      AnalysedMigration analysed,
      List<WayBack.Applied> applied,
      int left,
      KnownWays ways,
      SQLException cause) {
    String reason =
        cause instanceof FailedStatement
            ? String.valueOf(cause.getMessage())
            : script.path() + ": " + StatementFailure.message(cause);
    List<WorkUnit> units = WorkUnit.of(script, analysed);
    List<WayBack.Applied> standing = new ArrayList<>(applied);
    if (units.size() > 1) {
      standing.add(new WayBack.Applied(script, analysed, false));
    }
    String before =
        applied.isEmpty()
            ? "No migration was applied before it in this run."
            : "Applied before it in this run, and recorded: %s."
                .formatted(shortList(applied.stream().map(one -> one.script().name()).toList()));
    return new RunException(
        RunException.Kind.FAILED,
        "%s\n%s %s %d more were not begun. Mend the file and run again.\n%s"
            .formatted(
                reason,
                whatStands(script.name(), units, cause),
                before,
                left,
                String.join("\n", new WayBack(standing, ways).lines())),
        cause);
  }

  /** Of migrations that are one transaction. */
  static RunException ofGroup(int total, KnownWays ways, SQLException cause) {
    String reason =
        cause instanceof FailedStatement
            ? String.valueOf(cause.getMessage())
            : "At the end of the group: " + StatementFailure.message(cause);
    String stands =
        ConnectionProblem.isLostConnection(cause)
            ? "The connection was lost: either all %d migrations of the group stand and are recorded, or nothing of them; migrate:status tells which."
            : "Nothing of the %d migrations of the group was applied: their transaction (migrate.group) was rolled back as a whole. Mend the file and run again.";
    return new RunException(
        RunException.Kind.FAILED,
        "%s\n%s\n%s"
            .formatted(
                reason,
                stands.formatted(total),
                String.join("\n", new WayBack(List.of(), ways).lines())),
        cause);
  }

  private static String whatStands(String name, List<WorkUnit> units, SQLException cause) {
    if (units.stream().anyMatch(unit -> unit.backfill().isPresent())) {
      return ("%s holds a backfill; its parts and batches before the failure stand and are"
              + " recorded, and the next run goes on behind them.")
          .formatted(name);
    }
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
    return names.size() <= SHOWN
        ? String.join(", ", names)
        : "%d migrations up to %s".formatted(names.size(), names.get(names.size() - 1));
  }
}
