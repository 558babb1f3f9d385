package dev.safemigrate.mojo;

import dev.safemigrate.source.MigrationDraft.NewFile;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.NewMigrations;
import dev.safemigrate.source.SourceSettings;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;

/** What the goals have that write new migrations. */
abstract class WritingMojo extends AnalysingMojo {

  /**
   * Whether to show the files in the log instead of writing them.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.preview", defaultValue = "false")
  private boolean preview;

  /** The folder's migrations; an empty folder where there are none yet. */
  final MigrationFolder folder() throws MojoExecutionException, MojoFailureException {
    SourceSettings settings = settings();
    return readMigrations().orElseGet(() -> MigrationFolder.read(List.of(), settings));
  }

  /** Where new migrations go, and how they are named. */
  final NewMigrations target(MigrationFolder folder) throws MojoExecutionException {
    NewMigrations target =
        NewMigrations.in(
            folder,
            settings().flywayNames(),
            shownLocations().get(0),
            LocalDateTime.now(ZoneOffset.UTC));
    if (target.refusal().isPresent() && !preview) {
      throw new MojoExecutionException(
          "No file can be written: " + target.refusal().get() + " (-Dmigrate.preview=true).");
    }
    return target;
  }

  /** Writes or shows the files; never overwrites one. */
  final void write(List<NewFile> files, NewMigrations target) throws MojoExecutionException {
    NewFiles writer = new NewFiles(baseDirectory(), settings().encoding(), getLog());
    if (preview) {
      writer.show(files);
      return;
    }
    writer.write(files);
    if (!target.hasDown()) {
      getLog().warn("The files' style has no way back; the down scripts were left out.");
    }
    target.afterwards().ifPresent(words -> getLog().info("Now " + words + "."));
  }
}
