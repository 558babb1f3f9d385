package dev.safemigrate.mojo;

import java.nio.file.Path;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/** What every goal has: a way to skip it, and its place in the build. */
abstract class MigrateMojo extends AbstractMojo {

  /**
   * Skips the goal.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.skip", defaultValue = "false")
  private boolean skip;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project;

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  private MavenSession session;

  @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
  private MojoExecution execution;

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("migrate:" + execution.getGoal() + " is skipped (migrate.skip).");
      return;
    }
    run();
  }

  /** The goal itself. */
  abstract void run() throws MojoExecutionException, MojoFailureException;

  final boolean skipped() {
    return skip;
  }

  final MavenProject project() {
    return project;
  }

  final MavenSession session() {
    return session;
  }

  final String goal() {
    return execution.getGoal();
  }

  /** The plugin's own version. */
  final String pluginVersion() {
    return execution.getVersion();
  }

  /** The folder that relative paths are resolved against and shown relative to. */
  final Path baseDirectory() {
    return project.getBasedir() == null
        ? Path.of(session.getExecutionRootDirectory())
        : project.getBasedir().toPath();
  }
}
