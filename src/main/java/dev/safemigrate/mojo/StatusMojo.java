package dev.safemigrate.mojo;

import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.runner.Drift;
import dev.safemigrate.runner.MigrationState;
import dev.safemigrate.runner.PhaseLimit;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.Sessions;
import dev.safemigrate.runner.Status;
import dev.safemigrate.runner.Target;
import dev.safemigrate.runner.Workloads;
import dev.safemigrate.source.MigrationFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Shows which migrations are applied, pending, changed, missing or out of order: as a table in the
 * log and as JSON in a file. Changes nothing.
 *
 * @since 0.1.0
 */
@Mojo(name = "status", requiresProject = false, threadSafe = true)
public final class StatusMojo extends DatabaseMojo {

  /**
   * Where the status is written as JSON.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "migrate.statusFile",
      defaultValue = "${project.build.directory}/migrate/status.json")
  private String statusFile;

  /**
   * Whether to compare what the server has counted since the last run that applied something with
   * what it had counted before: statements that became slower (where the extension
   * pg_stat_statements is there), tables that are read whole since, new indexes that nobody reads.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.compare", defaultValue = "false")
  private boolean compare;

  /**
   * Whether a comparison shows the texts of statements too. They may hold secrets:
   * pg_stat_statements takes the constants out of queries, but not out of every other statement.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.showQueries", defaultValue = "false")
  private boolean showQueries;

  @Override
  void runOnDatabase(Sessions sessions)
      throws MojoExecutionException, MojoFailureException, RunException, SQLException {
    Optional<MigrationFolder> folder = readMigrations();
    try (Connection connection = sessions.open("status")) {
      Target target = Target.of(connection, connectionSettings());
      getLog().info(target.toString());
      List<MigrationState> all =
          Status.read(
              connection,
              historyTable(),
              folder.map(MigrationFolder::migrations).orElse(List.of()));
      List<MigrationState> states =
          PhaseLimit.apply(
              all,
              phase(),
              admission(new ServerVersion(target.facts().majorVersion()), (result, verdict) -> {}));
      new StatusTable(states).lines().forEach(getLog()::info);
      Optional<Drift> drift = Drift.read(connection, historyTable());
      drift.ifPresent(this::show);
      Optional<Workloads.Compared> compared =
          compare ? Workloads.compare(connection, historyTable(), showQueries) : Optional.empty();
      if (compare) {
        new ComparisonLog(getLog()).show(compared);
      }
      write(StatusJson.render(target, historyTable(), states, drift, compared));
    }
  }

  private void show(Drift drift) {
    if (drift.lines().isEmpty()) {
      getLog().info("The schema is as the run of " + drift.since() + " left it.");
      return;
    }
    getLog().warn("Changed without a migration since the run of " + drift.since() + ":");
    drift.lines().forEach(line -> getLog().warn("  " + line));
  }

  private void write(String json) throws MojoExecutionException {
    Path file = baseDirectory().resolve(statusFile);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, json);
    } catch (IOException e) {
      throw new MojoExecutionException("Cannot write " + file + ": " + e.getMessage(), e);
    }
    getLog().info("As JSON: " + file);
  }
}
