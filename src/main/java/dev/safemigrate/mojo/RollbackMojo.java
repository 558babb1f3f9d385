package dev.safemigrate.mojo;

import dev.safemigrate.runner.Rollback;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.Sessions;
import dev.safemigrate.runner.Target;
import dev.safemigrate.source.MigrationFolder;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Runs down scripts, the newest migration first: so many migrations, or all behind a version. When
 * one of the scripts is missing nothing runs.
 *
 * @since 0.1.0
 */
@Mojo(name = "rollback", requiresProject = false, threadSafe = true)
public final class RollbackMojo extends DatabaseChangeMojo {

  /**
   * How many migrations to roll back.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.count")
  private @Nullable Integer count;

  /**
   * The version to go back to: it stays, everything behind it is rolled back.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.toVersion")
  private @Nullable String toVersion;

  /**
   * Whether down scripts may destroy data: without it, a rollback is refused when one drops a table
   * or a column, and the message says what would be lost.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.allowDataLoss", defaultValue = "false")
  private boolean allowDataLoss;

  @Override
  boolean allowDataLoss() {
    return allowDataLoss;
  }

  @Override
  void runOnDatabase(Sessions sessions)
      throws MojoExecutionException,
          MojoFailureException,
          RunException,
          SQLException,
          InterruptedException {
    Rollback.Extent extent = extent();
    Optional<MigrationFolder> folder = readMigrations();
    Target target = confirmedTarget(sessions);
    List<String> done =
        new Rollback(sessions, runSettings(), new LoggingRunListener(getLog()))
            .run(
                folder.map(MigrationFolder::migrations).orElse(List.of()),
                extent,
                admission(target.facts().majorVersion()));
    getLog()
        .info(
            done.isEmpty()
                ? "Nothing to roll back."
                : "Rolled back %d migrations.".formatted(done.size()));
  }

  private Rollback.Extent extent() throws MojoExecutionException {
    if ((count == null) == (toVersion == null)) {
      throw new MojoExecutionException(
          "Say how far to roll back: either -Dmigrate.count=1, or -Dmigrate.toVersion=41.");
    }
    if (count != null && count < 1) {
      throw new MojoExecutionException(
          "Parameter 'count' is '%d'; it can be 1 or more.".formatted(count));
    }
    return new Rollback.Extent(
        count == null ? OptionalInt.empty() : OptionalInt.of(count),
        toVersion == null ? Optional.empty() : Optional.of(version("toVersion", toVersion)));
  }
}
