package dev.safemigrate.mojo;

import dev.safemigrate.embedded.BinariesArtifact;
import dev.safemigrate.embedded.EmbeddedServer;
import dev.safemigrate.embedded.Platform;
import dev.safemigrate.embedded.ServerBinaries;
import dev.safemigrate.embedded.ServerOptions;
import dev.safemigrate.embedded.WorkFolder;
import dev.safemigrate.runner.ConnectionSettings;
import dev.safemigrate.runner.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.logging.Log;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.SessionData;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;

/**
 * A PostgreSQL server for the time of one build, fetched through Maven like any other artifact. The
 * goals of one build share it.
 */
final class EmbeddedDatabase {

  private static final String DATABASE = "migrate";

  private final MavenSession session;
  private final RepositorySystem repositories;
  private final Log log;

  EmbeddedDatabase(MavenSession session, RepositorySystem repositories, Log log) {
    this.session = session;
    this.repositories = repositories;
    this.log = log;
  }

  /**
   * Starts the server unless an earlier goal of this build has.
   *
   * @param version major or exact, as a user writes it
   */
  ConnectionSettings settings(String version, Duration connectTimeout)
      throws MojoExecutionException {
    return settings(server(version), DATABASE, connectTimeout);
  }

  /** How to reach a database of a server. */
  static ConnectionSettings settings(
      EmbeddedServer server, String database, Duration connectTimeout) {
    return new ConnectionSettings(
        server.url(database),
        Optional.of(server.user()),
        Optional.of(new Secret(server.password())),
        connectTimeout);
  }

  private EmbeddedServer server(String version) throws MojoExecutionException {
    SessionData shared = session.getRepositorySession().getData();
    String key = EmbeddedDatabase.class.getName() + ":" + version;
    if (shared.get(key) instanceof EmbeddedServer running) {
      return running;
    }
    EmbeddedServer server = start(version);
    try {
      server.createDatabase(DATABASE, "template1");
    } catch (SQLException e) {
      throw new MojoExecutionException("No embedded PostgreSQL: " + e.getMessage(), e);
    }
    shared.set(key, server);
    return server;
  }

  /** Starts a server that nobody shares; the caller stops it. */
  EmbeddedServer start(String version) throws MojoExecutionException {
    try {
      BinariesArtifact artifact = BinariesArtifact.of(version, Platform.current());
      log.info("Starting PostgreSQL from " + artifact.coordinates() + ".");
      WorkFolder folder = WorkFolder.standard();
      return EmbeddedServer.start(
          ServerBinaries.unpack(resolve(artifact), folder), folder, ServerOptions.defaults());
    } catch (IOException e) {
      throw new MojoExecutionException("No embedded PostgreSQL: " + e.getMessage(), e);
    }
  }

  private Path resolve(BinariesArtifact artifact) throws MojoExecutionException {
    ArtifactRequest request =
        new ArtifactRequest(
            new DefaultArtifact(artifact.coordinates()),
            session.getCurrentProject().getRemoteProjectRepositories(),
            null);
    try {
      return repositories
          .resolveArtifact(session.getRepositorySession(), request)
          .getArtifact()
          .getFile()
          .toPath();
    } catch (ArtifactResolutionException e) {
      throw new MojoExecutionException(
          "%s cannot be fetched: %s. Check the repositories, or give the URL of a server."
              .formatted(artifact.coordinates(), e.getMessage()),
          e);
    }
  }
}
