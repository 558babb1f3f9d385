package dev.safemigrate.mojo;

import dev.safemigrate.runner.AfterApply;
import dev.safemigrate.runner.Apply;
import dev.safemigrate.runner.ApplyWindow;
import dev.safemigrate.runner.BackfillSettings;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.RunSettings;
import dev.safemigrate.runner.Sessions;
import dev.safemigrate.runner.Target;
import dev.safemigrate.runner.TestedDowns;
import dev.safemigrate.source.MigrationFolder;
import java.sql.SQLException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Applies pending migrations to a database, one transaction each with its row of the history in it.
 * Refuses what <code>migrate:check</code> would fail for. May be killed at any time: the next run
 * goes on where it stopped.
 *
 * @since 0.1.0
 */
@Mojo(name = "apply", requiresProject = false, threadSafe = true)
public final class ApplyMojo extends BackfillingMojo {

  /**
   * The hash that <code>migrate:preview</code> has shown: if what would be sent is not the same any
   * more, nothing is applied.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.plan")
  private @Nullable String plan;

  /**
   * When risky migrations may be applied, as in <code>Mon-Thu 01:00-05:00 Europe/Berlin</code>; at
   * any other time a run that has such a migration is refused. Safe ones may always be applied.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.applyWindow")
  private @Nullable String applyWindow;

  /**
   * How old the last backup of <code>migrate:backup</code> may be when something is to be applied,
   * as in <code>PT1H</code>. Without it, none is asked for.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.requireBackup")
  private @Nullable String requireBackup;

  @Override
  Optional<Duration> backupAge() throws MojoExecutionException {
    if (requireBackup == null || requireBackup.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Duration.parse(requireBackup.strip()));
    } catch (DateTimeParseException e) {
      throw new MojoExecutionException(
          "Parameter 'requireBackup' is '%s'; a duration looks like PT1H or PT30M."
              .formatted(requireBackup),
          e);
    }
  }

  /**
   * Whether to look, when all is applied, for indexes that are invalid, and to ask the queries of
   * <code>-- migrate:verify</code>. What does not hold fails the goal, and is looked at again by
   * the next one. Before a contract runs, those of its expand and backfill are asked in any case.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.verify", defaultValue = "true")
  private boolean verify;

  /**
   * Whether to keep the schema that the run has led to, so that <code>migrate:status</code> shows
   * what was changed since without a migration.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.keepSchema", defaultValue = "true")
  private boolean keepSchema;

  /**
   * Whether to keep what the server has counted before and behind the run (times of statements, use
   * of tables and indexes; no texts), so that <code>migrate:status -Dmigrate.compare</code> shows
   * what became slower since.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.keepFigures", defaultValue = "true")
  private boolean keepFigures;

  /**
   * An http(s) URL that must answer with a status of 200 to 299 when all is applied, or a command
   * that must end with 0.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.healthCheck")
  private @Nullable String healthCheck;

  /**
   * For how many seconds a URL is asked again, or a command may run.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.healthCheckTimeout", defaultValue = "60")
  private int healthCheckTimeout;

  /**
   * Whether backfills are run (<code>run</code>), or the run stops in front of the first one (
   * <code>skip</code>) for <code>migrate:backfill</code> to run it.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.backfill", defaultValue = "run")
  private String backfill;

  /**
   * Where <code>migrate:rehearse</code> has written what became of the down scripts. When a run
   * fails, it tells which of them were tested as they are.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "migrate.rehearsalFile",
      defaultValue = "${project.build.directory}/migrate/rehearsal.json")
  private String rehearsalFile;

  @Override
  Optional<TestedDowns> testedDowns() {
    return new RehearsalFile(baseDirectory().resolve(rehearsalFile)).read(getLog());
  }

  @Override
  BackfillSettings backfillSettings() throws MojoExecutionException {
    BackfillSettings settings = super.backfillSettings();
    return skips(backfill) ? settings.skipping() : settings;
  }

  @Override
  AfterApply afterApply() {
    return new AfterApply(
        verify,
        keepSchema,
        keepFigures,
        Optional.ofNullable(healthCheck).filter(text -> !text.isBlank()),
        Duration.ofSeconds(healthCheckTimeout));
  }

  @Override
  Optional<ApplyWindow> window() throws MojoExecutionException {
    if (applyWindow == null || applyWindow.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(ApplyWindow.parse(applyWindow));
    } catch (IllegalArgumentException e) {
      throw new MojoExecutionException("Parameter 'applyWindow': " + e.getMessage() + ".", e);
    }
  }

  @Override
  Optional<String> plan() {
    return Optional.ofNullable(plan);
  }

  @Override
  void runOnDatabase(Sessions sessions)
      throws MojoExecutionException,
          MojoFailureException,
          RunException,
          SQLException,
          InterruptedException {
    Optional<MigrationFolder> folder = readMigrations();
    RunSettings settings = runSettings();
    Target target = confirmedTarget(sessions);
    if (folder.isEmpty()) {
      return;
    }
    Apply.Result result =
        new Apply(sessions, settings, new LoggingRunListener(getLog()))
            .run(folder.get().scripts(), admission(target.facts().majorVersion()));
    result.notes().forEach(getLog()::warn);
    if (!result.laterPhase().isEmpty()) {
      getLog().info(leftForLater(result.laterPhase()));
    }
    boolean upToDate = result.applied().isEmpty() && result.laterPhase().isEmpty();
    getLog()
        .info(
            upToDate
                ? "Nothing to apply: all %d migrations are applied."
                    .formatted(result.alreadyApplied())
                : "Applied %d migrations to %s; %d were applied before."
                    .formatted(
                        result.applied().size(),
                        target.facts().database(),
                        result.alreadyApplied()));
  }
}
