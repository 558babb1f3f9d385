package dev.safemigrate.runner;

import dev.safemigrate.ast.CreateExtension;
import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.catalog.Activity;
import dev.safemigrate.catalog.LeftOvers;
import dev.safemigrate.catalog.RelationIds;
import dev.safemigrate.catalog.Rights;
import dev.safemigrate.schema.RelationName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Looks, before anything runs, for what would make the run fail or wait: what is certain to refuses
 * it, the rest is told. Changes nothing.
 */
final class Preflight {

  private static final int SHOWN = 5;

  private final Connection connection;
  private final PreflightNeeds needs;
  private final PreflightLimits limits;
  private final List<PreflightFinding> findings = new ArrayList<>();

  private Preflight(Connection connection, PreflightNeeds needs, PreflightLimits limits) {
    this.connection = connection;
    this.needs = needs;
    this.limits = limits;
  }

  /**
   * Looks, and tells the listener.
   *
   * @param connection a session in auto-commit mode
   * @throws RunException with all that is bound to make the run fail
   */
  static void look(
      Connection connection,
      List<MigrationRun.Work> works,
      RunSettings settings,
      RunListener listener)
      throws SQLException, RunException {
    if (works.isEmpty() || settings.precautions().preflight().isEmpty()) {
      return;
    }
    if (settings.schema().isPresent()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET search_path TO " + Identifiers.quote(settings.schema().get()));
      }
    }
    List<PreflightFinding> found =
        new Preflight(
                connection, PreflightNeeds.of(works), settings.precautions().preflight().get())
            .findings();
    found.stream()
        .filter(finding -> !finding.blocking())
        .forEach(finding -> listener.warning("preflight", finding.toString()));
    List<PreflightFinding> blocking = found.stream().filter(PreflightFinding::blocking).toList();
    if (!blocking.isEmpty()) {
      throw new RunException(
          RunException.Kind.REFUSED,
          blocking.stream()
              .map(finding -> "  " + finding)
              .collect(
                  Collectors.joining(
                      "\n",
                      "The preflight refuses the run:\n",
                      "\nNothing was changed. -Dmigrate.preflight=false runs without looking.")));
    }
  }

  private List<PreflightFinding> findings() throws SQLException {
    Map<RelationName, Long> locked = RelationIds.find(connection, needs.locked);
    oldTransactions(locked);
    preparedTransactions(locked);
    wraparound(locked);
    replicas();
    rights();
    extensions();
    new PreflightSpace(connection, needs, limits).look().ifPresent(findings::add);
    leftOvers();
    return findings;
  }

  private void oldTransactions(Map<RelationName, Long> locked) throws SQLException {
    for (Activity.OldTransaction old :
        Activity.oldTransactions(connection, limits.transactionAge(), locked.values())) {
      String why =
          old.holds().isEmpty()
              ? "what is built or dropped concurrently waits for its snapshot"
              : "it has locked %s, and the run waits for it".formatted(list(old.holds()));
      if (needs.waitsForSnapshots || !old.holds().isEmpty()) {
        findings.add(
            PreflightFinding.warning(
                "pid %d, user %s, application %s, %s, in a transaction for %d s"
                    .formatted(
                        old.pid(),
                        old.user(),
                        old.application(),
                        old.state(),
                        old.age().toSeconds()),
                why,
                "Let it end first, or end it: SELECT pg_terminate_backend(%d)"
                    .formatted(old.pid())));
      }
    }
  }

  private void preparedTransactions(Map<RelationName, Long> locked) throws SQLException {
    for (Activity.PreparedTransaction prepared :
        Activity.preparedTransactions(connection, locked.values())) {
      boolean blocks = !prepared.holds().isEmpty();
      findings.add(
          new PreflightFinding(
              blocks,
              "prepared transaction %s of %s, %d s old"
                  .formatted(
                      Identifiers.string(prepared.name()),
                      prepared.owner(),
                      prepared.age().toSeconds()),
              blocks
                  ? "it has locked %s and does not end by itself".formatted(list(prepared.holds()))
                  : "nothing that it could still see is cleaned up, and its locks stay",
              "Find out whose it is, then COMMIT PREPARED or ROLLBACK PREPARED "
                  + Identifiers.string(prepared.name())));
    }
  }

  private void wraparound(Map<RelationName, Long> locked) throws SQLException {
    if (!locked.isEmpty() && !Activity.seesOthers(connection)) {
      findings.add(
          PreflightFinding.warning(
              "this user does not see what other sessions do",
              "an autovacuum against wraparound on the tables cannot be told beforehand",
              "GRANT pg_read_all_stats to it, or pg_monitor"));
    }
    for (Activity.WraparoundVacuum vacuum :
        Activity.wraparoundVacuums(connection, locked.values())) {
      findings.add(
          PreflightFinding.blocking(
              "pid %d, an autovacuum against transaction id wraparound, works on %s (%s, %d of %d blocks)"
                  .formatted(
                      vacuum.pid(),
                      vacuum.relation(),
                      vacuum.phase(),
                      vacuum.scannedBlocks(),
                      vacuum.totalBlocks()),
              "it does not give way to a lock",
              "Run again when it has ended"));
    }
  }

  private void replicas() throws SQLException {
    for (Activity.Replica replica : Activity.replicas(connection)) {
      boolean late =
          replica.lag().filter(lag -> lag.compareTo(limits.replicationLag()) > 0).isPresent()
              || replica.lagBytes().filter(lag -> lag > limits.replicationBytes()).isPresent();
      if (late) {
        findings.add(
            PreflightFinding.warning(
                "replica %s is behind by %s%s"
                    .formatted(
                        replica.name(),
                        replica
                            .lagBytes()
                            .map(PreflightSpace::bytes)
                            .orElse("an unknown amount of log"),
                        replica.lag().map(lag -> ", " + lag.toSeconds() + " s").orElse("")),
                "what the run writes comes on top, and its readers see old data longer",
                "Wait until it has caught up"));
      }
    }
  }

  private void rights() throws SQLException {
    Rights rights = new Rights(connection);
    for (Map.Entry<RelationName, Long> relation :
        RelationIds.find(connection, needs.owned).entrySet()) {
      rights
          .foreignOwner(relation.getValue())
          .ifPresent(
              owner ->
                  findings.add(
                      PreflightFinding.blocking(
                          "%s belongs to %s".formatted(relation.getKey(), owner),
                          "only its owner may alter, drop or index it",
                          "Run as %s, or GRANT %s TO the user that runs".formatted(owner, owner))));
    }
    for (Optional<String> schema : needs.filledSchemas) {
      if (!rights.mayCreateIn(schema.orElse(connection.getSchema()))) {
        String name = schema.orElse(connection.getSchema());
        findings.add(
            PreflightFinding.blocking(
                "the user may not create objects in schema " + name,
                "tables are to be created there",
                "GRANT CREATE ON SCHEMA %s TO the user that runs"
                    .formatted(Identifiers.quote(name))));
      }
    }
    if (needs.createsInDatabase && !rights.mayCreateInDatabase()) {
      findings.add(
          PreflightFinding.blocking(
              "the user may not create schemas and extensions in this database",
              "some are to be created",
              "GRANT CREATE ON DATABASE to the user that runs"));
    }
  }

  private void extensions() throws SQLException {
    Rights rights = new Rights(connection);
    for (CreateExtension extension : needs.extensions) {
      if (!rights.isInstalled(extension.name()) && !rights.isAvailable(extension.name())) {
        findings.add(
            PreflightFinding.blocking(
                "extension %s is not on the server".formatted(extension.name()),
                "CREATE EXTENSION fails without its files",
                "Install its package there (pg_available_extensions lists what is)"));
      }
    }
  }

  private void leftOvers() throws SQLException {
    LeftOvers left = LeftOvers.read(connection);
    add(
        left.invalidIndexes(),
        "invalid indexes",
        "every write keeps them up and no query uses them",
        "DROP INDEX CONCURRENTLY them, or REINDEX INDEX CONCURRENTLY");
    add(
        left.unvalidatedConstraints(),
        "constraints that were never validated",
        "rows from before may violate them",
        "ALTER TABLE ... VALIDATE CONSTRAINT them");
    add(
        left.pendingDetaches(),
        "partitions whose detaching was interrupted",
        "queries do not see them and other partitions cannot be detached",
        "ALTER TABLE ... DETACH PARTITION ... FINALIZE them");
  }

  private void add(List<String> names, String what, String why, String todo) {
    List<String> others = names.stream().filter(Predicate.not(this::isMended)).toList();
    if (!others.isEmpty()) {
      findings.add(PreflightFinding.warning("%s: %s".formatted(what, list(others)), why, todo));
    }
  }

  /** Whether the run itself builds, validates or drops what has that name. */
  private boolean isMended(String name) {
    return needs.mended.stream().anyMatch(own -> name.matches("(.*[.: ])?\\Q" + own + "\\E"));
  }

  private static String list(List<String> names) {
    return names.size() <= SHOWN
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, SHOWN))
            + " and %d more".formatted(names.size() - SHOWN);
  }
}
