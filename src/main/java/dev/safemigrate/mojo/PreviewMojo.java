package dev.safemigrate.mojo;

import dev.safemigrate.runner.Apply;
import dev.safemigrate.runner.BackfillSettings;
import dev.safemigrate.runner.Preview;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.Sessions;
import dev.safemigrate.runner.Target;
import dev.safemigrate.source.MigrationFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Shows the SQL that <code>migrate:apply</code> would send, with its transactions and timeouts, in
 * the log and in a file, and the hash of that plan for <code>migrate.plan</code>. Executes nothing.
 * Without a <code>url</code> the parameters say what is pending, and the server is taken to have
 * its settings as they come. Refuses what <code>migrate:apply</code> would refuse.
 *
 * @since 0.1.0
 */
@Mojo(name = "preview", requiresProject = false, threadSafe = true)
public final class PreviewMojo extends DatabaseMojo {

  /**
   * Where the SQL is written.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "migrate.previewFile",
      defaultValue = "${project.build.directory}/migrate/preview.sql")
  private String previewFile;

  /**
   * Whether backfills are run (<code>run</code>), or the run stops in front of the first one (
   * <code>skip</code>) for <code>migrate:backfill</code> to run it.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.backfill", defaultValue = "run")
  private String backfill;

  @Override
  BackfillSettings backfillSettings() throws MojoExecutionException {
    return BackfillingMojo.skips(backfill)
        ? BackfillSettings.STANDARD.skipping()
        : BackfillSettings.STANDARD;
  }

  @Override
  void runOnDatabase(Sessions sessions)
      throws MojoExecutionException, MojoFailureException, RunException, SQLException {
    Optional<MigrationFolder> folder = readMigrations();
    if (folder.isEmpty()) {
      return;
    }
    try (Connection connection = sessions.open("preview")) {
      Target target = Target.of(connection, connectionSettings());
      getLog().info("Target: " + target);
      show(
          new Apply(sessions, runSettings(), new LoggingRunListener(getLog()))
              .preview(
                  connection, folder.get().scripts(), admission(target.facts().majorVersion())));
    }
  }

  @Override
  void runWithoutDatabase() throws MojoExecutionException, MojoFailureException, RunException {
    Optional<MigrationFolder> folder = readMigrations();
    if (folder.isEmpty()) {
      return;
    }
    int version = serverVersion().major();
    show(
        Apply.previewOfFiles(
            folder.get().scripts(), runSettings(), baselineVersion(), version, admission(version)));
  }

  private void show(Preview preview) throws MojoExecutionException {
    preview.sql().lines().forEach(getLog()::info);
    Path file = baseDirectory().resolve(previewFile);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, preview.sql());
    } catch (IOException e) {
      throw new MojoExecutionException("Cannot write " + file + ": " + e.getMessage(), e);
    }
    getLog().info("As a file: " + file);
    getLog()
        .info(
            "%d migrations; apply exactly this with -Dmigrate.plan=%s."
                .formatted(preview.migrations(), preview.hash()));
  }
}
