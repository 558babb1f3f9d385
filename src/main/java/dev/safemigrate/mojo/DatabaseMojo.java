package dev.safemigrate.mojo;

import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.finding.Pending;
import dev.safemigrate.history.HistoryEntry.AppliedBy;
import dev.safemigrate.history.HistoryTable;
import dev.safemigrate.rule.Runner;
import dev.safemigrate.runner.Admission;
import dev.safemigrate.runner.ConnectionSettings;
import dev.safemigrate.runner.LockSettings;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.RunSettings;
import dev.safemigrate.runner.Sessions;
import dev.safemigrate.source.Version;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Component;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * What every goal has that works on a database: how to reach it and where its history is.
 *
 * <p>A password is never taken from the command line or the URL, which logs and process lists show.
 */
abstract class DatabaseMojo extends AnalysingMojo {

  private static final String EMBEDDED = "embedded:";

  /**
   * JDBC URL of the database, as in <code>jdbc:postgresql://db.example:5432/shop</code>; a service
   * file works too: <code>jdbc:postgresql://?service=shop</code>. <code>embedded:18</code> starts a
   * PostgreSQL of that version for the time of the build, to try things out.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.url")
  private @Nullable String url;

  /**
   * Database user. Without it, the user of the <code>serverId</code>, then <code>PGUSER</code>,
   * then what pgpass or the service file say.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.user")
  private @Nullable String user;

  /**
   * The <code>&lt;server&gt;</code> of settings.xml that holds user and password; the password may
   * be encrypted.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.serverId")
  private @Nullable String serverId;

  /**
   * Schema that the history lies in and that is first on the search path while migrations run.
   * Without it the history lies in <code>public</code> and the search path is the database's own.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.schema")
  private @Nullable String schema;

  /**
   * Name of the history table.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.table", defaultValue = HistoryTable.DEFAULT_NAME)
  private String table;

  /**
   * How many seconds one attempt to connect may take.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.connectTimeout", defaultValue = "10")
  private int connectTimeout;

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

  @Component private SettingsDecrypter settingsDecrypter;

  @Component private RepositorySystem repositorySystem;

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
    return new Admission(
        request(List.of(), Set.of(), Pending.ALL, new ServerVersion(majorVersion), Runner.MIGRATE),
        failOn(),
        historyTable(),
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
    PasswordOnCommandLine.refuse(session());
    if (url != null && url.startsWith(EMBEDDED)) {
      return new EmbeddedDatabase(session(), repositorySystem, getLog())
          .settings(url.substring(EMBEDDED.length()), Duration.ofSeconds(connectTimeout));
    }
    String given = givenUrl().orElseThrow();
    Credentials credentials =
        Credentials.of(
            Optional.ofNullable(user), Optional.ofNullable(serverId), session(), settingsDecrypter);
    return new ConnectionSettings(
        given, credentials.user(), credentials.password(), Duration.ofSeconds(connectTimeout));
  }

  private Optional<String> givenUrl() {
    return Optional.ofNullable(url != null ? url : System.getenv("MIGRATE_URL"))
        .filter(text -> !text.isBlank());
  }

  final HistoryTable historyTable() {
    return new HistoryTable(schema == null ? "public" : schema, table);
  }

  final RunSettings runSettings() throws MojoExecutionException {
    return new RunSettings(
        historyTable(),
        Optional.ofNullable(schema),
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
        plan());
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
    return new AppliedBy(
        "",
        hostName(),
        Optional.ofNullable(project().getVersion()),
        Optional.empty(),
        pluginVersion());
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
