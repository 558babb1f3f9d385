package dev.safemigrate.mojo;

import dev.safemigrate.runner.Adoption;
import dev.safemigrate.runner.Baseline;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.Sessions;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.NamingStyle;
import dev.safemigrate.source.Version;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Takes over a database that others have migrated so far: records what is in it already, either
 * everything up to <code>baselineVersion</code>, or what the history of another tool (<code>from
 * </code>) says. Changes nothing but the history of this plugin.
 *
 * @since 0.1.0
 */
@Mojo(name = "baseline", requiresProject = false, threadSafe = true)
public final class BaselineMojo extends DatabaseChangeMojo {

  /**
   * What the history says of it.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.baselineDescription", defaultValue = "baseline")
  private String baselineDescription;

  /**
   * The tool whose history is taken over: flyway, liquibase, golang-migrate, alembic, knex, dbmate,
   * goose, diesel, prisma, sqlx, sql-migrate or mybatis. Its table is only read. May be run again:
   * what was taken over stays.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.from")
  private @Nullable String from;

  /**
   * Whether what would be taken over from the other tool is only named.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.dryRun", defaultValue = "false")
  private boolean dryRun;

  @Override
  void runOnDatabase(Sessions sessions)
      throws MojoExecutionException,
          MojoFailureException,
          RunException,
          SQLException,
          InterruptedException {
    if (from != null && !from.isBlank()) {
      adopt(sessions, AnalysisSettings.tool("from", from));
      return;
    }
    Optional<Version> baseline = baselineVersion();
    if (baseline.isEmpty()) {
      throw new MojoExecutionException(
          "Parameter 'baselineVersion' is missing: give the last version that is in the database,"
              + " as in -Dmigrate.baselineVersion=42, or the tool that has migrated it, as in"
              + " -Dmigrate.from=flyway.");
    }
    confirmedTarget(sessions);
    new Baseline(sessions, runSettings(), new LoggingRunListener(getLog()))
        .run(baseline.get(), baselineDescription);
    getLog().info("Everything up to version " + baseline.get() + " counts as applied.");
  }

  private void adopt(Sessions sessions, NamingStyle tool)
      throws MojoExecutionException,
          MojoFailureException,
          RunException,
          SQLException,
          InterruptedException {
    Optional<MigrationFolder> folder = readMigrations();
    confirmedTarget(sessions);
    Adoption.Adopted adopted =
        new Adoption(sessions, runSettings(), new LoggingRunListener(getLog()))
            .run(tool, folder.map(MigrationFolder::migrations).orElse(List.of()), dryRun);
    adopted
        .taken()
        .forEach(
            script ->
                getLog().info((dryRun ? "Would take over: " : "Taken over: ") + script.name()));
    getLog()
        .info(
            "%s says that %d of the files are applied; %d of them %s to %s."
                .formatted(
                    adopted.table(),
                    adopted.known(),
                    adopted.taken().size(),
                    dryRun ? "are new" : "were new",
                    historyTable()));
  }
}
