package dev.safemigrate.mojo;

import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.Sessions;
import dev.safemigrate.runner.Target;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What every goal has that changes a database: the target is shown, and confirmed on request. */
abstract class DatabaseChangeMojo extends DatabaseMojo {

  /**
   * Whether the database must be named on the command line with <code>migrate.confirm</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.requireConfirm", defaultValue = "false")
  private boolean requireConfirm;

  /**
   * The name of the database that may be changed, where <code>requireConfirm</code> asks for it.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.confirm")
  private @Nullable String confirm;

  /** The database, shown in the log and fit to be migrated. */
  final Target confirmedTarget(Sessions sessions)
      throws RunException, SQLException, MojoExecutionException {
    try (Connection connection = sessions.open("target")) {
      Target target = Target.of(connection, connectionSettings());
      getLog().info("Target: " + target);
      target.requireMigratable(Optional.ofNullable(confirm), requireConfirm);
      return target;
    }
  }
}
