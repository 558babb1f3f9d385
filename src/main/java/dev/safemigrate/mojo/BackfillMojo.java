package dev.safemigrate.mojo;

import dev.safemigrate.runner.Backfills;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.RunSettings;
import dev.safemigrate.runner.Sessions;
import dev.safemigrate.runner.Target;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.Version;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Runs the pending migrations that hold a <code>-- migrate:backfill</code> and are next in order:
 * in batches, each committed with how far it has come, so that a killed run goes on where it
 * stopped. For teams that run <code>migrate:apply</code> with <code>migrate.backfill=skip</code>.
 *
 * @since 0.1.0
 */
@Mojo(name = "backfill", requiresProject = false, threadSafe = true)
public final class BackfillMojo extends BackfillingMojo {

  /**
   * The one version whose backfill is run; without it, all that are next.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.version")
  private @Nullable String version;

  /**
   * How many backfills run at a time; never two that have to do with the same table.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.backfill.threads", defaultValue = "1")
  private int backfillThreads;

  /**
   * Shows key, number of batches, the SQL of the first one and the verification, and changes
   * nothing.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.dryRun", defaultValue = "false")
  private boolean dryRun;

  @Override
  int threads() throws MojoExecutionException {
    requireAtLeast("backfillThreads", backfillThreads, 1);
    return backfillThreads;
  }

  @Override
  void runOnDatabase(Sessions sessions)
      throws MojoExecutionException,
          MojoFailureException,
          RunException,
          SQLException,
          InterruptedException {
    Optional<MigrationFolder> folder = readMigrations();
    RunSettings settings = runSettings();
    Optional<Version> only =
        version == null ? Optional.empty() : Optional.of(version("version", version));
    Target target = confirmedTarget(sessions);
    if (folder.isEmpty()) {
      return;
    }
    Backfills backfills = new Backfills(sessions, settings, new LoggingRunListener(getLog()));
    if (dryRun) {
      try (Connection connection = sessions.open("dry run")) {
        backfills
            .forecast(
                connection,
                folder.get().migrations(),
                only,
                admission(target.facts().majorVersion()))
            .forEach(getLog()::info);
      }
      return;
    }
    Backfills.Result result =
        backfills.run(folder.get().migrations(), only, admission(target.facts().majorVersion()));
    getLog()
        .info(
            result.done().isEmpty()
                ? "No backfill is pending."
                : "Ran the backfills of %s.".formatted(String.join(", ", result.done())));
    if (!result.waiting().isEmpty()) {
      getLog().info("Pending behind them: " + String.join(", ", result.waiting()));
    }
  }
}
