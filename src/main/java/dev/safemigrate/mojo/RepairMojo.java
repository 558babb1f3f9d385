package dev.safemigrate.mojo;

import dev.safemigrate.runner.Repair;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.Sessions;
import dev.safemigrate.source.MigrationFolder;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Takes over the checksums of applied migrations whose files were changed in a way that is of no
 * consequence, such as a comment. Changes nothing but the history.
 *
 * @since 0.1.0
 */
@Mojo(name = "repair", requiresProject = false, threadSafe = true)
public final class RepairMojo extends DatabaseChangeMojo {

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
    Optional<MigrationFolder> folder = readMigrations();
    confirmedTarget(sessions);
    List<String> files =
        new Repair(sessions, runSettings(), new LoggingRunListener(getLog()))
            .run(folder.map(MigrationFolder::migrations).orElse(List.of()), dryRun);
    files.forEach(file -> getLog().info((dryRun ? "Would take over: " : "Taken over: ") + file));
    getLog()
        .info(
            files.isEmpty()
                ? "Nothing to repair: no applied file was changed."
                : files.size() + " checksums.");
  }
}
