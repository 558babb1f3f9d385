package dev.safemigrate.mojo;

import dev.safemigrate.runner.Baseline;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.Sessions;
import dev.safemigrate.source.Version;
import java.sql.SQLException;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Takes over a database that others have migrated so far: records that everything up to a version
 * is in it already. For a database without a history of this plugin.
 *
 * @since 0.1.0
 */
@Mojo(name = "baseline", requiresProject = false, threadSafe = true)
public final class BaselineMojo extends DatabaseChangeMojo {

  /**
   * What the history says of it.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.baselineDescription", defaultValue = "baseline")
  private String baselineDescription;

  @Override
  void runOnDatabase(Sessions sessions)
      throws MojoExecutionException, RunException, SQLException, InterruptedException {
    Optional<Version> baseline = baselineVersion();
    if (baseline.isEmpty()) {
      throw new MojoExecutionException(
          "Parameter 'baselineVersion' is missing: give the last version that is in the database,"
              + " as in -Dmigrate.baselineVersion=42.");
    }
    confirmedTarget(sessions);
    new Baseline(sessions, runSettings(), new LoggingRunListener(getLog()))
        .run(baseline.get(), baselineDescription);
    getLog().info("Everything up to version " + baseline.get() + " counts as applied.");
  }
}
