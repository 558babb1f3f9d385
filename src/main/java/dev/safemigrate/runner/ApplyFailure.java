package dev.safemigrate.runner;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.source.MigrationScript;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
      SQLException failure) {
    Optional<StoppedMigration> stopped =
        Optional.of(failure)
            .filter(StoppedMigration.class::isInstance)
            .map(StoppedMigration.class::cast);
    SQLException cause = stopped.map(StoppedMigration::failure).orElse(failure);
    String reason = FailedStatement.reason(script.path(), cause);
    List<WayBack.Applied> standing = new ArrayList<>(applied);
    if (stopped.filter(one -> one.parts().isPresent()).isPresent()) {
      standing.add(new WayBack.Applied(script, analysed, false));
    }
    String stands =
        stopped.isPresent()
            ? whatStands(script.name(), WorkUnit.of(script, analysed), stopped.get())
            : whatStands(script.name(), cause);
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
                stands,
                before,
                left,
                String.join("\n", new WayBack(standing, ways).lines())),
        cause);
  }

  /** Of migrations that are one transaction. */
  static RunException ofGroup(int total, KnownWays ways, SQLException cause) {
    String reason = FailedStatement.reason("At the end of the group", cause);
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

  /** Of a migration that is one transaction. */
  private static String whatStands(String name, SQLException cause) {
    return ConnectionProblem.isLostConnection(cause)
        ? ("The connection was lost: either all of %s stands and is recorded, or nothing of it;"
                + " migrate:status tells which.")
            .formatted(name)
        : "%s was rolled back as a whole.".formatted(name);
  }

  /** Of a migration in several parts, and of a down script. */
  static String whatStands(String name, List<WorkUnit> units, StoppedMigration stopped) {
    boolean lost = ConnectionProblem.isLostConnection(stopped.failure());
    if (stopped.parts().isEmpty()) {
      return lost
          ? ("The connection was lost while %s was begun: no part of it stands, but its row in the"
                  + " history may, with what beforeEachMigrate has done; the next run goes on from"
                  + " there.")
              .formatted(name)
          : ("Nothing of %s stands: the transaction that begins it, with beforeEachMigrate and its"
                  + " row in the history, was rolled back.")
              .formatted(name);
    }
    int done = stopped.parts().getAsInt();
    if (done == units.size()) {
      return ("%s of %s stand%s and %s recorded. The transaction that ends it, with"
              + " afterEachMigrate, was %s; the next run does only that.")
          .formatted(
              done == 1 ? "The one part" : "All " + done + " parts",
              name,
              done == 1 ? "s" : "",
              done == 1 ? "is" : "are",
              lost ? "under way when the connection was lost" : "rolled back");
    }
    return "%d of %d parts of %s stand%s and %s recorded; %s the next run goes on behind %s."
        .formatted(
            done,
            units.size(),
            name,
            done == 1 ? "s" : "",
            done == 1 ? "is" : "are",
            failed(units.get(done), lost),
            done == 1 ? "it" : "them");
  }

  /** What of the part in which it stopped may stand. */
  private static String failed(WorkUnit unit, boolean lost) {
    if (unit.backfill().isPresent()) {
      return "of the next one, a backfill, the batches before the failure stand too;";
    }
    if (!unit.transactional()) {
      return "the next one runs outside a transaction, and what it may have left is cleared away or"
          + " recognised as done by the next run;";
    }
    return lost
        ? "the connection was lost in the next one, which stands and is recorded as a whole or not"
            + " at all;"
        : "the next one was rolled back;";
  }

  private static String shortList(List<String> names) {
    return names.size() <= SHOWN
        ? String.join(", ", names)
        : "%d migrations up to %s".formatted(names.size(), names.get(names.size() - 1));
  }
}
