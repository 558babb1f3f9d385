package dev.safemigrate.mojo;

import dev.safemigrate.runner.BackfillSettings;
import dev.safemigrate.runner.BackfillSettings.Limits;
import java.io.File;
import java.time.Duration;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What goals have that run backfills: how large batches are, and when to wait. */
abstract class BackfillingMojo extends DatabaseChangeMojo {

  /**
   * How many milliseconds a batch of a backfill should take; its size follows. About so long the
   * application may wait for a row that the batch has changed. 0 for batches of one size. A
   * directive's own <code>target</code> wins.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.backfill.target", defaultValue = "25")
  private int backfillTarget;

  /**
   * How many rows the first batch of a backfill has.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.backfill.batch", defaultValue = "1000")
  private int backfillBatch;

  /**
   * How many rows a batch of a backfill has at most.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.backfill.max", defaultValue = "50000")
  private int backfillMax;

  /**
   * Percent of the time that a backfill is at work, from 1 to 100: behind each batch it rests in
   * proportion to what the batch has taken, so that it eases off when the server gets slower. A
   * directive's own <code>duty</code> wins.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.backfill.dutyCycle", defaultValue = "25")
  private int backfillDutyCycle;

  /**
   * How many milliseconds a backfill rests between two batches at least.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.backfill.pause", defaultValue = "0")
  private int backfillPause;

  /**
   * A backfill waits while this file exists.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "migrate.backfill.pauseFile",
      defaultValue = "${project.build.directory}/migrate/backfill.pause")
  private @Nullable File backfillPauseFile;

  /**
   * A backfill waits while a replica is more than so many seconds behind; 0 for never. Seeing it
   * takes the rights of <code>pg_monitor</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.backfill.maxReplicationLag", defaultValue = "10")
  private int backfillMaxReplicationLag;

  /**
   * A backfill waits while somebody's transaction has been open for more than so many seconds: as
   * long as it is, vacuum removes none of the row versions that a backfill leaves. 0 for never.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.backfill.maxTransactionAge", defaultValue = "600")
  private int backfillMaxTransactionAge;

  /**
   * A backfill waits while more than so many other sessions are active; 0 for never.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.backfill.maxActiveSessions", defaultValue = "0")
  private int backfillMaxActiveSessions;

  /**
   * After how many seconds of such waiting a run ends; the next one goes on.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.backfill.patience", defaultValue = "3600")
  private int backfillPatience;

  @Override
  BackfillSettings backfillSettings() throws MojoExecutionException {
    requireAtLeast("backfillBatch", backfillBatch, 1);
    requireAtLeast("backfillMax", backfillMax, backfillBatch);
    requireAtLeast("backfillTarget", backfillTarget, 0);
    requireAtLeast("backfillPause", backfillPause, 0);
    requireAtLeast("backfillDutyCycle", backfillDutyCycle, 1);
    if (backfillDutyCycle > 100) {
      throw new MojoExecutionException(
          "Parameter 'backfillDutyCycle' is %d, expected 100 or less."
              .formatted(backfillDutyCycle));
    }
    requireAtLeast("backfillPatience", backfillPatience, 0);
    return new BackfillSettings(
        false,
        threads(),
        backfillBatch,
        backfillMax,
        Duration.ofMillis(backfillTarget),
        Duration.ofMillis(backfillPause),
        backfillDutyCycle,
        new Limits(
            Duration.ofSeconds(backfillMaxReplicationLag),
            Duration.ofSeconds(backfillMaxTransactionAge),
            backfillMaxActiveSessions,
            Optional.ofNullable(backfillPauseFile).map(File::toPath),
            Duration.ofSeconds(backfillPatience)));
  }

  /** How many tables are worked on at a time. */
  int threads() throws MojoExecutionException {
    return 1;
  }

  static void requireAtLeast(String parameter, int value, int least) throws MojoExecutionException {
    if (value < least) {
      throw new MojoExecutionException(
          "Parameter '%s' is %d, expected %d or more.".formatted(parameter, value, least));
    }
  }

  /** Whether {@code migrate.backfill} says that a run stops in front of backfills. */
  static boolean skips(String backfill) throws MojoExecutionException {
    return switch (backfill) {
      case "run" -> false;
      case "skip" -> true;
      default ->
          throw new MojoExecutionException(
              "Parameter 'backfill' is '%s', expected run or skip.".formatted(backfill));
    };
  }
}
