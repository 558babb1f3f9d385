package dev.safemigrate.mojo;

import dev.safemigrate.runner.ConnectionSettings;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecutionException;

/** Refuses a password where process lists, shell histories and CI logs would show it. */
final class PasswordOnCommandLine {

  private static final List<String> NAMES =
      List.of("migrate.password", "migrate.pass", "migrate.pwd");

  private PasswordOnCommandLine() {}

  static void refuse(MavenSession session) throws MojoExecutionException {
    for (String name : NAMES) {
      if (session.getUserProperties().containsKey(name)) {
        throw new MojoExecutionException(
            "-D%s puts a password on the command line, which process lists and logs show. %s"
                .formatted(name, ConnectionSettings.SAFE_WAYS));
      }
    }
  }
}
