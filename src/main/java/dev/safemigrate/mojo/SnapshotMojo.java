package dev.safemigrate.mojo;

import dev.safemigrate.catalog.CatalogOptions;
import dev.safemigrate.catalog.PgDump;
import dev.safemigrate.catalog.RelationSizes;
import dev.safemigrate.catalog.Snapshot;
import dev.safemigrate.runner.ConnectionSettings;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.Sessions;
import dev.safemigrate.runner.Status;
import dev.safemigrate.runner.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Writes schema, table sizes, server version and history of a live database to a file. Commit it,
 * and name it as the base of migrate:check: the check then knows what is there without a database.
 * Needs pg_dump on the path. Changes nothing in the database.
 *
 * @since 0.1.0
 */
@Mojo(name = "snapshot", requiresProject = false, threadSafe = true)
public final class SnapshotMojo extends DatabaseMojo {

  /**
   * The file to write.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.snapshotFile", defaultValue = "src/migrate/snapshot.json")
  private String snapshotFile;

  @Override
  void runOnDatabase(Sessions sessions)
      throws MojoExecutionException, RunException, SQLException, InterruptedException {
    Path file = baseDirectory().resolve(snapshotFile);
    ConnectionSettings settings = connectionSettings();
    try (Connection connection = sessions.open("snapshot")) {
      Target target = Target.of(connection, settings);
      getLog().info("Target: " + target);
      int major = target.facts().majorVersion();
      String schema =
          new PgDump().schema(settings.dumpSource(connection, target.facts()), major, 600);
      Snapshot snapshot =
          new Snapshot(
              major,
              schema,
              RelationSizes.read(connection, CatalogOptions.everything()),
              SnapshotHistory.rows(Status.entries(connection, historyTable())));
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, snapshot.toJson(), StandardCharsets.UTF_8);
      getLog()
          .info(
              "Snapshot of %d relations, %d migrations applied: %s"
                  .formatted(snapshot.sizes().size(), snapshot.applied().size(), file));
    } catch (IOException e) {
      throw new MojoExecutionException("No snapshot: " + e.getMessage(), e);
    }
  }
}
