package dev.safemigrate.mojo;

import dev.safemigrate.backup.Backup;
import dev.safemigrate.backup.BackupSettings;
import dev.safemigrate.backup.ScratchServer;
import dev.safemigrate.embedded.EmbeddedServer;
import dev.safemigrate.runner.ConnectionSettings;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.RunSettings;
import dev.safemigrate.runner.Sessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Makes a backup before a release with <code>pg_dump</code>, looks whether it can be read, and
 * records it beside the history, where <code>migrate:apply</code> with <code>requireBackup</code>
 * looks for it. The password goes to <code>pg_dump</code> by its environment.
 *
 * @since 0.1.0
 */
@Mojo(name = "backup", requiresProject = false, threadSafe = true)
public final class BackupMojo extends DatabaseMojo {

  /**
   * The folder that dumps are written to.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "migrate.backupDirectory",
      defaultValue = "${project.build.directory}/migrate/backup")
  private String backupDirectory;

  /**
   * The path of <code>pg_dump</code>, of the server's major version or newer. Without it, the one
   * on the <code>PATH</code>. <code>pg_restore</code> is taken from beside it.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.pgDump")
  private @Nullable String pgDump;

  /**
   * A command that makes the backup instead of <code>pg_dump</code>, such as that of a tool for
   * snapshots; it must end with 0. <code>PGHOST</code>, <code>PGPORT</code>, <code>PGDATABASE
   * </code>, <code>PGUSER</code> and <code>PGPASSWORD</code> are set for it.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.backupCommand")
  private @Nullable String backupCommand;

  /**
   * Whether to restore the dump into a PostgreSQL that is started for it, and to compare the
   * schemas. Needs the disk and the time for all rows.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.verifyRestore", defaultValue = "false")
  private boolean verifyRestore;

  /**
   * Whether to name a restore point in the server's write-ahead log too, where the role may.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.restorePoint", defaultValue = "true")
  private boolean restorePoint;

  @Override
  void runOnDatabase(Sessions sessions)
      throws MojoExecutionException, RunException, SQLException, InterruptedException {
    AtomicReference<EmbeddedServer> scratch = new AtomicReference<>();
    RunSettings run = runSettings();
    BackupSettings settings =
        new BackupSettings(
            baseDirectory().resolve(backupDirectory),
            Optional.ofNullable(pgDump).filter(text -> !text.isBlank()),
            Optional.ofNullable(backupCommand).filter(text -> !text.isBlank()),
            restorePoint,
            "migrate " + run.appliedBy().projectVersion().orElse(""));
    try {
      String place =
          new Backup(
                  connectionSettings(),
                  settings,
                  verifyRestore ? Optional.of(major -> start(major, scratch)) : Optional.empty(),
                  getLog()::info,
                  Clock.systemUTC())
              .run(historyTable(), run.appliedBy());
      getLog().info("Backup: " + place);
    } catch (IOException e) {
      throw new MojoExecutionException("No backup: " + e.getMessage(), e);
    } finally {
      stop(scratch.get());
    }
  }

  private ConnectionSettings start(int major, AtomicReference<EmbeddedServer> scratch)
      throws ScratchServer.UnavailableException {
    try {
      EmbeddedServer server = embedded().start(Integer.toString(major));
      scratch.set(server);
      server.createDatabase("restored", "template0");
      return EmbeddedDatabase.settings(server, "restored", Duration.ofSeconds(10));
    } catch (MojoExecutionException | SQLException e) {
      throw new ScratchServer.UnavailableException(String.valueOf(e.getMessage()), e);
    }
  }

  private static void stop(@Nullable EmbeddedServer server) {
    if (server != null) {
      try {
        server.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
