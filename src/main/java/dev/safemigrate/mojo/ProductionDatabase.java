package dev.safemigrate.mojo;

import dev.safemigrate.analysis.MigrationPhase;
import dev.safemigrate.analysis.Releases;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.catalog.CatalogOptions;
import dev.safemigrate.catalog.RelationSizes;
import dev.safemigrate.catalog.ServerFacts;
import dev.safemigrate.finding.Pending;
import dev.safemigrate.history.ForeignHistory;
import dev.safemigrate.history.History;
import dev.safemigrate.history.HistoryEntry;
import dev.safemigrate.history.HistoryTable;
import dev.safemigrate.runner.FirstInstall;
import dev.safemigrate.runner.MigrationState;
import dev.safemigrate.runner.MigrationState.State;
import dev.safemigrate.runner.MigrationStates;
import dev.safemigrate.runner.ReleaseHistory;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.Status;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.NamingStyle;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.logging.Log;

/**
 * Asks a database which migrations it has, our own history first, then that of the files' tool; how
 * big its tables are, and which version it is.
 */
final class ProductionDatabase {

  /** Files named by a number alone, which several tools share. */
  private static final Set<NamingStyle> NUMBERED =
      Set.of(NamingStyle.GOLANG_MIGRATE, NamingStyle.SQLX, NamingStyle.ATLAS);

  private static final Set<State> RAN = Set.of(State.APPLIED, State.CHANGED, State.BELOW_BASELINE);

  private final Connection connection;
  private final HistoryTable own;
  private final Optional<String> schema;
  private final Optional<String> projectVersion;
  private final Log log;

  /**
   * @param own where our history would lie
   * @param schema narrows the search for other tools' tables
   * @param projectVersion that would bring what is pending
   */
  ProductionDatabase(
      Connection connection,
      HistoryTable own,
      Optional<String> schema,
      Optional<String> projectVersion,
      Log log) {
    this.connection = connection;
    this.own = own;
    this.schema = schema;
    this.projectVersion = projectVersion;
    this.log = log;
  }

  /** Reads history, sizes and version; changes nothing. Without a history nothing is applied. */
  Production read(MigrationFolder folder)
      throws SQLException, RunException, MojoExecutionException {
    boolean ours = new History(own).exists(connection);
    List<HistoryEntry> entries = ours ? Status.entries(connection, own) : List.of();
    Applied applied =
        ours
            ? applied(folder, entries, own.toString())
            : foreignHistory(folder).orElse(Applied.NOTHING_KNOWN);
    boolean firstInstall = ours && FirstInstall.goesOn(connection, own, entries, projectVersion);
    int version = ServerFacts.read(connection).majorVersion();
    return new Production(
        applied,
        RelationSizes.read(connection, CatalogOptions.everything()),
        Optional.of(new ServerVersion(version)),
        ours
            ? ReleaseHistory.of(folder.migrations(), entries, projectVersion, firstInstall)
            : unsaid(folder, applied));
  }

  /** Histories of other tools do not tell of project versions. */
  private Releases unsaid(MigrationFolder folder, Applied applied) {
    Map<String, Releases.Release> releases = new LinkedHashMap<>();
    for (MigrationScript script : folder.migrations()) {
      if (applied.identities().contains(script.identity())) {
        releases.put(
            script.identity(),
            new Releases.Release(
                script.name(), MigrationPhase.declared(script), Optional.empty(), true));
      }
    }
    return new Releases(projectVersion, releases, false);
  }

  private Optional<Applied> foreignHistory(MigrationFolder folder)
      throws SQLException, RunException, MojoExecutionException {
    List<ForeignHistory> found =
        ForeignHistory.find(connection).stream()
            .filter(history -> schema.map(history.table().schema()::equals).orElse(true))
            .toList();
    List<ForeignHistory> fitting =
        found.stream().filter(history -> fits(history.tool(), folder.style())).toList();
    if (fitting.size() > 1) {
      throw new MojoExecutionException(
          "The database has several histories of %s: %s. Say with migrate.schema which one counts."
              .formatted(folder.style().parameter(), names(fitting)));
    }
    if (fitting.isEmpty()) {
      log.warn(
          found.isEmpty()
              ? "The database has neither " + own + " nor a history of another tool that is known."
              : "The database has %s, but the files follow the style %s; migrate.style says another."
                  .formatted(names(found), folder.style().parameter()));
      return Optional.empty();
    }
    ForeignHistory history = fitting.get(0);
    return Optional.of(
        applied(history.applied(connection, folder.migrations()), history.toString()));
  }

  /**
   * What a history of ours says.
   *
   * @param where it was read, as the log says it
   */
  static Applied applied(MigrationFolder folder, List<HistoryEntry> entries, String where) {
    Set<String> identities =
        MigrationStates.of(folder.migrations(), entries, Optional.empty()).stream()
            .filter(state -> RAN.contains(state.state()))
            .map(MigrationState::script)
            .flatMap(Optional::stream)
            .map(MigrationScript::identity)
            .collect(Collectors.toSet());
    return applied(identities, where);
  }

  private static Applied applied(Set<String> identities, String table) {
    return new Applied(
        identities,
        new Pending(Pending.By.HISTORY, "%s, %d applied".formatted(table, identities.size())));
  }

  private static boolean fits(NamingStyle tool, NamingStyle files) {
    return tool == files || (NUMBERED.contains(tool) && NUMBERED.contains(files));
  }

  private static String names(List<ForeignHistory> histories) {
    return histories.stream()
        .map(history -> history + " (" + history.tool().parameter() + ")")
        .collect(Collectors.joining(", "));
  }
}
