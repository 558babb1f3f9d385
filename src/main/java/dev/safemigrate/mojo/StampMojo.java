package dev.safemigrate.mojo;

import dev.safemigrate.runner.MarkApplied;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.Sessions;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.Version;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Marks migrations as applied without running them, because somebody has done by hand what they do.
 * Changes nothing but the history, which keeps the reason.
 *
 * @since 0.1.0
 */
@Mojo(name = "stamp", requiresProject = false, threadSafe = true)
public final class StampMojo extends DatabaseChangeMojo {

  /**
   * The versions to mark, or the descriptions of repeatable migrations.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.versions")
  private @Nullable List<String> versions;

  /**
   * Why they need not run.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.reason")
  private @Nullable String reason;

  /**
   * Whether the files are only named and nothing is changed.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.dryRun", defaultValue = "false")
  private boolean dryRun;

  @Override
  void runOnDatabase(Sessions sessions)
      throws MojoExecutionException,
          MojoFailureException,
          RunException,
          SQLException,
          InterruptedException {
    if (versions == null || versions.isEmpty()) {
      throw new MojoExecutionException(
          "Parameter 'versions' is missing: say which migrations to mark, as in"
              + " -Dmigrate.versions=41,42.");
    }
    if (reason == null || reason.isBlank()) {
      throw new MojoExecutionException(
          "Parameter 'reason' is missing: say why they need not run, as in"
              + " -Dmigrate.reason='index built by hand on Sunday'.");
    }
    List<MigrationScript> scripts =
        readMigrations().map(MigrationFolder::migrations).orElse(List.of());
    Map<String, Optional<Instant>> marks = new HashMap<>();
    for (String version : versions) {
      marks.put(find(scripts, version.strip()).identity(), Optional.empty());
    }
    confirmedTarget(sessions);
    List<MigrationScript> marked =
        new MarkApplied(sessions, runSettings(), new LoggingRunListener(getLog()))
            .run(scripts, marks, "stamped: " + reason.strip(), dryRun);
    marked.forEach(
        script -> getLog().info((dryRun ? "Would mark: " : "Marked as applied: ") + script.name()));
    getLog()
        .info(
            marked.isEmpty()
                ? "Nothing to mark: they are applied."
                : "%d migrations; their SQL did not run.".formatted(marked.size()));
  }

  private static MigrationScript find(List<MigrationScript> scripts, String name)
      throws MojoExecutionException {
    Optional<Version> wanted = Version.ofNumbers(name);
    return scripts.stream()
        .filter(
            script ->
                script.identity().equals(name)
                    || script
                        .version()
                        .filter(v -> wanted.filter(v::equals).isPresent())
                        .isPresent())
        .findFirst()
        .orElseThrow(
            () ->
                new MojoExecutionException(
                    "Parameter 'versions' names '%s', of which there is no migration."
                        .formatted(name)));
  }
}
