package dev.safemigrate.mojo;

import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.git.GitException;
import dev.safemigrate.git.Head;
import dev.safemigrate.history.HistoryEntry.AppliedBy;
import dev.safemigrate.runner.Admission;
import dev.safemigrate.runner.AfterApply;
import dev.safemigrate.runner.ApplyWindow;
import dev.safemigrate.runner.BackfillSettings;
import dev.safemigrate.runner.ConnectionSettings;
import dev.safemigrate.runner.ForeignLock;
import dev.safemigrate.runner.LockSettings;
import dev.safemigrate.runner.Precautions;
import dev.safemigrate.runner.PreflightLimits;
import dev.safemigrate.runner.ReleaseRules;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.RunSettings;
import dev.safemigrate.runner.Sessions;
import dev.safemigrate.runner.TestedDowns;
import dev.safemigrate.source.Version;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What every goal has that works on a database. */
abstract class DatabaseMojo extends ConnectedMojo {

  /**
   * How many seconds to wait for another runner that works on the same history.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.runnerTimeout", defaultValue = "600")
  private int runnerTimeout;

  /**
   * For how many seconds a transaction is tried again whose lock is not to be had.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.lockRetryDeadline", defaultValue = "600")
  private int lockRetryDeadline;

  /**
   * How many milliseconds to wait for a lock before those who queue behind it may pass. Without it,
   * 200 more than the server's <code>deadlock_timeout</code>: up to that, autovacuum does not give
   * way.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.lockTimeout")
  private @Nullable Long lockTimeout;

  /**
   * How many seconds one statement may take; 0 for as long as it needs. Validation of constraints
   * and concurrent builds are not limited.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.statementTimeout", defaultValue = "0")
  private int statementTimeout;

  /**
   * Whether the last query of a session that blocks a migration is shown too. Queries may hold
   * secrets.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.showBlockerQueries", defaultValue = "false")
  private boolean showBlockerQueries;

  /**
   * The last version to apply; later ones stay pending.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.target")
  private @Nullable String target;

  /**
   * Whether pending migrations may be applied although a later one is.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.outOfOrder", defaultValue = "false")
  private boolean outOfOrder;

  /**
   * Whether a contract may be applied with the same project version as its expand: for databases
   * that no version of the application works on.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.allowEarlyContract", defaultValue = "false")
  private boolean allowEarlyContract;

  /**
   * Whether migrations may be pending although an earlier applied one is not among the files.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.ignoreMissing", defaultValue = "false")
  private boolean ignoreMissing;

  /**
   * Whether <code>migrate:apply</code> and <code>migrate:preview</code> look first for what would
   * make the run fail or wait: long transactions, prepared transactions, autovacuum against
   * wraparound, replication lag, missing rights and extensions, disk space, what others left
   * invalid.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.preflight", defaultValue = "true")
  private boolean preflight;

  /**
   * Other tools that still migrate this database: <code>flyway</code>, <code>golang-migrate</code>.
   * The lock that they take is taken too, so that only one of all works at a time. Their table can
   * be given, as in <code>flyway:shop.flyway_schema_history</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.foreignLocks")
  private List<String> foreignLocks = new ArrayList<>();

  @Override
  final void run() throws MojoExecutionException, MojoFailureException {
    if (!project().isExecutionRoot()) {
      getLog().info("migrate:" + goal() + " runs once, at the root of the build.");
      return;
    }
    try {
      if (givenUrl().isPresent()) {
        runOnDatabase(new Sessions(connectionSettings()));
      } else {
        runWithoutDatabase();
      }
    } catch (RunException e) {
      throw failure(e);
    } catch (SQLException e) {
      throw new MojoExecutionException("The database failed: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException(
          "Interrupted. What was applied is recorded; run again to go on.", e);
    }
  }

  /** Judges what is about to run as migrate:check would, for the server that is there. */
  final Admission admission(int majorVersion) throws MojoExecutionException {
    return admission(
        new ServerVersion(majorVersion),
        (result, verdict) -> {
          logFindings(result, verdict);
          logSummary(result);
        });
  }

  /** What a goal does that works without a database too, when none is given. */
  void runWithoutDatabase() throws MojoExecutionException, MojoFailureException, RunException {
    throw new MojoExecutionException(
        "Parameter 'url' is missing: say which database, as in"
            + " -Dmigrate.url=jdbc:postgresql://db.example:5432/shop, or set MIGRATE_URL.");
  }

  /** The goal itself. */
  abstract void runOnDatabase(Sessions sessions)
      throws MojoExecutionException,
          MojoFailureException,
          RunException,
          SQLException,
          InterruptedException;

  final ConnectionSettings connectionSettings() throws MojoExecutionException {
    return connectionSettings(givenUrl().orElseThrow());
  }

  private Optional<String> givenUrl() {
    return url()
        .or(
            () ->
                Optional.ofNullable(System.getenv("MIGRATE_URL")).filter(text -> !text.isBlank()));
  }

  final RunSettings runSettings() throws MojoExecutionException {
    return new RunSettings(
        historyTable(),
        schema(),
        target == null ? Optional.empty() : Optional.of(version("target", target)),
        outOfOrder,
        appliedBy(),
        Duration.ofSeconds(runnerTimeout),
        Duration.ofHours(12),
        new LockSettings(
            lockTimeout == null ? Optional.empty() : Optional.of(Duration.ofMillis(lockTimeout)),
            Duration.ofSeconds(statementTimeout),
            Duration.ofSeconds(lockRetryDeadline),
            showBlockerQueries),
        precautions(),
        plan(),
        new ReleaseRules(
            phase(),
            allowEarlyContract,
            window(),
            Clock.systemUTC(),
            backupAge(),
            allowDataLoss(),
            afterApply(),
            testedDowns()),
        backfillSettings(),
        group());
  }

  /** How old the last backup may be; empty when none is asked for. */
  Optional<Duration> backupAge() throws MojoExecutionException {
    return Optional.empty();
  }

  /** Whether down scripts may destroy data. */
  boolean allowDataLoss() {
    return false;
  }

  /** What is looked at when all is applied. */
  AfterApply afterApply() {
    return AfterApply.NOTHING;
  }

  /** What a rehearsal has shown of down scripts. */
  Optional<TestedDowns> testedDowns() {
    return Optional.empty();
  }

  /** When risky migrations may be applied; empty for at any time. */
  Optional<ApplyWindow> window() throws MojoExecutionException {
    return Optional.empty();
  }

  private Precautions precautions() throws MojoExecutionException {
    Set<ForeignLock> locks = new LinkedHashSet<>();
    for (String tool : foreignLocks) {
      locks.add(
          ForeignLock.of(tool)
              .orElseThrow(
                  () ->
                      new MojoExecutionException(
                          "Parameter 'foreignLocks' has '%s'; it takes %s, and with the table as in flyway:shop.flyway_schema_history."
                              .formatted(tool, ForeignLock.tools()))));
    }
    return new Precautions(
        ignoreMissing, preflight ? Optional.of(PreflightLimits.STANDARD) : Optional.empty(), locks);
  }

  /** How backfills go about their batches. */
  BackfillSettings backfillSettings() throws MojoExecutionException {
    return BackfillSettings.STANDARD;
  }

  /** The hash of the plan that may be applied; empty for any. */
  Optional<String> plan() {
    return Optional.empty();
  }

  /** A version as a user writes it in a parameter. */
  static Version version(String parameter, String text) throws MojoExecutionException {
    if (text.isBlank()) {
      throw new MojoExecutionException("Parameter '%s' is empty.".formatted(parameter));
    }
    return Version.ofNumbers(text).orElseGet(() -> Version.ofLabel(text));
  }

  private AppliedBy appliedBy() {
    return new AppliedBy("", hostName(), projectVersion(), gitCommit(), pluginVersion());
  }

  /** The history is worth having without it, so a broken repository is told and no more. */
  private Optional<String> gitCommit() {
    try {
      return Head.commit(baseDirectory());
    } catch (GitException e) {
      getLog().warn("The history will not know the commit: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  /** Findings and refusals are failures of the build; a wrong setup is an error in using it. */
  private static MojoFailureException failure(RunException e) throws MojoExecutionException {
    String message = String.valueOf(e.getMessage());
    if (e.kind() == RunException.Kind.SETUP) {
      throw new MojoExecutionException(message, e);
    }
    return new MojoFailureException(message, e);
  }
}
