package dev.safemigrate.mojo;

import dev.safemigrate.runner.Secret;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;

/**
 * Who logs in.
 *
 * @param user empty to leave it to pgpass, the service file or the system
 * @param password empty to leave it to pgpass or the service file
 */
record Credentials(Optional<String> user, Optional<Secret> password) {

  /**
   * Finds user and password: the parameter, then the server of settings.xml, then the environment.
   *
   * @throws MojoExecutionException when the server is not in settings.xml or cannot be decrypted
   */
  static Credentials of(
      Optional<String> user,
      Optional<String> serverId,
      MavenSession session,
      SettingsDecrypter decrypter)
      throws MojoExecutionException {
    Optional<Server> server =
        serverId.isPresent()
            ? Optional.of(server(serverId.get(), session, decrypter))
            : Optional.empty();
    return new Credentials(
        user.or(() -> server.map(Server::getUsername)).or(() -> environment("PGUSER")),
        server.map(Server::getPassword).or(() -> environment("PGPASSWORD")).map(Secret::new));
  }

  private static Server server(String id, MavenSession session, SettingsDecrypter decrypter)
      throws MojoExecutionException {
    Server server = session.getSettings().getServer(id);
    if (server == null) {
      throw new MojoExecutionException(
          "Parameter 'serverId' is '%s', but settings.xml has no <server> with that id."
              .formatted(id));
    }
    SettingsDecryptionResult result =
        decrypter.decrypt(new DefaultSettingsDecryptionRequest(server));
    for (SettingsProblem problem : result.getProblems()) {
      throw new MojoExecutionException(
          "The password of server '%s' in settings.xml cannot be decrypted: %s. Check"
                  .formatted(id, problem.getMessage())
              + " settings-security.xml.",
          problem.getException());
    }
    return result.getServer();
  }

  private static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
  }
}
