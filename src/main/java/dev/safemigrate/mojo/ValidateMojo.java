package dev.safemigrate.mojo;

import dev.safemigrate.runner.MigrationState;
import dev.safemigrate.runner.MigrationState.State;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.Sessions;
import dev.safemigrate.runner.Status;
import dev.safemigrate.runner.Target;
import dev.safemigrate.source.MigrationFolder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Compares the files with the history and fails when an applied migration was changed or its file
 * is gone, when one is out of order, or when a run did not come to its end. Changes nothing.
 *
 * @since 0.1.0
 */
@Mojo(name = "validate", requiresProject = false, threadSafe = true)
public final class ValidateMojo extends DatabaseMojo {

  /**
   * Whether pending migrations fail it too: for an application that must not start on an old
   * database.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.failOnPending", defaultValue = "false")
  private boolean failOnPending;

  @Override
  void runOnDatabase(Sessions sessions)
      throws MojoExecutionException, MojoFailureException, RunException, SQLException {
    Optional<MigrationFolder> folder = readMigrations();
    try (Connection connection = sessions.open("validate")) {
      getLog().info(Target.of(connection, connectionSettings()).toString());
      List<MigrationState> states =
          Status.read(
              connection,
              historyTable(),
              folder.map(MigrationFolder::migrations).orElse(List.of()));
      List<String> problems =
          states.stream()
              .filter(state -> wrong().contains(state.state()))
              .map(state -> state.file() + ": " + state.state().spelling())
              .toList();
      problems.forEach(getLog()::error);
      if (!problems.isEmpty()) {
        throw new MojoFailureException(
            "%d of %d migrations do not fit the history: %s"
                .formatted(problems.size(), states.size(), String.join("; ", problems)));
      }
      getLog().info("All " + states.size() + " migrations fit the history.");
    }
  }

  private Set<State> wrong() {
    Set<State> wrong =
        EnumSet.of(State.CHANGED, State.MISSING, State.OUT_OF_ORDER, State.UNFINISHED);
    if (failOnPending) {
      wrong.addAll(Set.of(State.PENDING, State.OUTDATED));
    }
    return wrong;
  }
}
