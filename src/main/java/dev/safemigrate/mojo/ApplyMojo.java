package dev.safemigrate.mojo;

import dev.safemigrate.runner.Apply;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.RunSettings;
import dev.safemigrate.runner.Sessions;
import dev.safemigrate.runner.Target;
import dev.safemigrate.source.MigrationFolder;
import java.sql.SQLException;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Applies pending migrations to a database, one transaction each with its row of the history in it.
 * Refuses what <code>migrate:check</code> would fail for. May be killed at any time: the next run
 * goes on where it stopped.
 *
 * @since 0.1.0
 */
@Mojo(name = "apply", requiresProject = false, threadSafe = true)
public final class ApplyMojo extends DatabaseChangeMojo {

  /**
   * The hash that <code>migrate:preview</code> has shown: if what would be sent is not the same any
   * more, nothing is applied.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.plan")
  private @Nullable String plan;

  @Override
  Optional<String> plan() {
    return Optional.ofNullable(plan);
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
    Target target = confirmedTarget(sessions);
    if (folder.isEmpty()) {
      return;
    }
    Apply.Result result =
        new Apply(sessions, settings, new LoggingRunListener(getLog()))
            .run(folder.get().migrations(), admission(target.facts().majorVersion()));
    getLog()
        .info(
            result.applied().isEmpty()
                ? "Nothing to apply: all %d migrations are applied."
                    .formatted(result.alreadyApplied())
                : "Applied %d migrations to %s; %d were applied before."
                    .formatted(
                        result.applied().size(),
                        target.facts().database(),
                        result.alreadyApplied()));
  }
}
