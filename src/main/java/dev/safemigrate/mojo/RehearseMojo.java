package dev.safemigrate.mojo;

import dev.safemigrate.analysis.Analysis;
import dev.safemigrate.analysis.AnalysisRequest;
import dev.safemigrate.analysis.ReportedFinding;
import dev.safemigrate.analysis.Verdict;
import dev.safemigrate.embedded.EmbeddedServer;
import dev.safemigrate.history.HistoryEntry.AppliedBy;
import dev.safemigrate.rehearsal.BackupRestore;
import dev.safemigrate.rehearsal.Difference;
import dev.safemigrate.rehearsal.Rehearsal;
import dev.safemigrate.rehearsal.RehearsalPlan;
import dev.safemigrate.rehearsal.RehearsalResult;
import dev.safemigrate.rehearsal.ScratchClaim;
import dev.safemigrate.rehearsal.TimeLimit;
import dev.safemigrate.report.Report;
import dev.safemigrate.report.ReportFormat;
import dev.safemigrate.runner.ConnectionSettings;
import dev.safemigrate.runner.LockSettings;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.RunSettings;
import dev.safemigrate.runner.Sessions;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.source.MigrationFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Runs the migrations on a PostgreSQL of <code>postgresVersion</code> that is started for it: the
 * applied ones, then the pending ones, measured and held against what was predicted, with the
 * running version's statements executed behind each; then all down scripts, and up again. Fails
 * when a migration fails, when it breaks the running version, or when a down script does not
 * restore the schema.
 *
 * @since 0.1.0
 */
@Mojo(name = "rehearse", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
public final class RehearseMojo extends ReportingMojo {

  private static final String DATABASE = "rehearsal";

  /**
   * JDBC URL of an empty scratch database to rehearse on instead of a server of our own, for
   * migrations that need extensions. One with tables in it is refused; what the rehearsal has left
   * stays there to be looked at.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.rehearsal.url")
  private @Nullable String rehearsalUrl;

  /**
   * User of the scratch database; without it, the user of <code>rehearsalServerId</code> or <code>
   * PGUSER</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.rehearsal.user")
  private @Nullable String rehearsalUser;

  /**
   * The <code>&lt;server&gt;</code> of settings.xml with user and password of the scratch database.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.rehearsal.serverId")
  private @Nullable String rehearsalServerId;

  /**
   * A file of SQL that puts rows into tables behind the applied migrations, relative to the module.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.rehearsal.seed")
  private @Nullable String rehearsalSeed;

  /**
   * How many rows to generate for each empty table that production has and a pending migration
   * touches; 0 for none. Without it, 100, or none where there is a seed or a backup.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.rehearsal.rows")
  private @Nullable Integer rehearsalRows;

  /**
   * A folder of SQL files with statements of the running version of the application, relative to
   * the module. They are prepared before the pending migrations and executed during and behind each
   * of them. <code>
   * -- params: 1, 'x'</code> in front of a statement gives values for its <code>$1</code> or <code>
   * ?</code>. Without it, statements are generated from the tables.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.rehearsal.queries")
  private @Nullable String rehearsalQueries;

  /**
   * A file that <code>pg_dump</code> has written, of the custom format or plain SQL, to restore
   * before the migrations, relative to the module. <code>pg_restore</code> or <code>psql</code>
   * must be on the path. Its history says which migrations are applied, else <code>baselineVersion
   * </code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.rehearsal.backup")
  private @Nullable String rehearsalBackup;

  /**
   * How many seconds the rehearsal may take behind the start of its server; 0 for as long as it
   * needs.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.rehearsal.timeLimit", defaultValue = "3600")
  private int rehearsalTimeLimit;

  /**
   * Where to write what became of the down scripts, for <code>migrate:apply</code> to know which
   * way back was tested.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "migrate.rehearsalFile",
      defaultValue = "${project.build.directory}/migrate/rehearsal.json")
  private String rehearsalFile;

  /**
   * Whether a statement that does something else than was predicted fails the goal; it is a warning
   * otherwise.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.rehearsal.failOnDifference", defaultValue = "false")
  private boolean failOnDifference;

  @Override
  void run() throws MojoExecutionException, MojoFailureException {
    RehearsalInputs inputs =
        new RehearsalInputs(
            baseDirectory(),
            rehearsalSeed,
            rehearsalRows,
            rehearsalQueries,
            rehearsalBackup,
            rehearsalTimeLimit);
    inputs.check();
    Optional<MigrationFolder> folder = readMigrations();
    if (folder.isEmpty()) {
      return;
    }
    RehearsalResult result = rehearse(folder.get(), inputs);
    new RehearsalLog(getLog(), breaking(result)).show(result);
    Report report = report(result.analysis(), failOn()).with(RehearsalAnswers.of(result));
    write(report, List.of(ReportFormat.HTML, ReportFormat.JSON))
        .forEach(file -> getLog().info("Report: " + file));
    new RehearsalFile(baseDirectory().resolve(rehearsalFile))
        .write(result.testedDowns(Instant.now()));
    fail(result);
  }

  private RehearsalResult rehearse(MigrationFolder folder, RehearsalInputs inputs)
      throws MojoExecutionException, MojoFailureException {
    try {
      if (rehearsalUrl != null && !rehearsalUrl.isBlank()) {
        return rehearse(
            folder,
            inputs,
            connectionSettings(
                rehearsalUrl,
                Optional.ofNullable(rehearsalUser),
                Optional.ofNullable(rehearsalServerId)));
      }
      try (EmbeddedServer server = embedded().start(postgresVersion())) {
        server.createDatabase(DATABASE, "template0");
        requireSpace(server, inputs);
        return rehearse(
            folder, inputs, EmbeddedDatabase.settings(server, DATABASE, Duration.ofSeconds(10)));
      }
    } catch (RunException e) {
      if (e.kind() == RunException.Kind.SETUP) {
        throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
      }
      throw new MojoFailureException(String.valueOf(e.getMessage()), e);
    } catch (SQLException e) {
      throw new MojoExecutionException("The rehearsal's database failed: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new MojoExecutionException(
          "The rehearsal's server could not be stopped: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("The rehearsal was interrupted.", e);
    }
  }

  /** What a backup makes is hardly ever smaller than the file. */
  private static void requireSpace(EmbeddedServer server, RehearsalInputs inputs)
      throws MojoExecutionException {
    if (inputs.backup().isEmpty()) {
      return;
    }
    Path backup = inputs.backup().get();
    try {
      server.requireSpace(Files.size(backup), "to restore " + backup.getFileName());
    } catch (IOException e) {
      throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
    }
  }

  private RehearsalResult rehearse(
      MigrationFolder folder, RehearsalInputs inputs, ConnectionSettings database)
      throws MojoExecutionException, RunException, SQLException, InterruptedException {
    Sessions sessions = new Sessions(database);
    LoggingRehearsal listener = new LoggingRehearsal(getLog());
    try (ScratchClaim claim = ScratchClaim.take(sessions)) {
      claim.removed().ifPresent(listener::stage);
      return rehearse(folder, inputs, database, sessions, listener);
    }
  }

  private RehearsalResult rehearse(
      MigrationFolder folder,
      RehearsalInputs inputs,
      ConnectionSettings database,
      Sessions sessions,
      LoggingRehearsal listener)
      throws MojoExecutionException, RunException, SQLException, InterruptedException {
    if (inputs.backup().isPresent()) {
      listener.stage("Restore " + inputs.backup().get().getFileName());
      new BackupRestore(database, inputs.timeLimit()).restore(inputs.backup().get());
    }
    AnalysisRequest request = request(folder, inputs, sessions);
    RehearsalPlan plan =
        inputs.plan(
            request,
            Analysis.analyse(request),
            admission(request.version(), (all, verdict) -> {}),
            inputs.backup().isPresent()
                ? Optional.empty()
                : baseSql().map(base -> new RehearsalPlan.Seed(base.getKey(), base.getValue())));
    Rehearsal rehearsal = new Rehearsal(sessions, runSettings(), listener);
    return inputs.timeLimit().isPresent()
        ? new TimeLimit(sessions, inputs.timeLimit().get()).run(() -> rehearsal.run(plan))
        : rehearsal.run(plan);
  }

  private AnalysisRequest request(MigrationFolder folder, RehearsalInputs inputs, Sessions sessions)
      throws MojoExecutionException, RunException, SQLException {
    Map<String, Optional<LocalDate>> known = baselineFile().read().acknowledged();
    if (inputs.backup().isPresent()) {
      return filesRequest(folder, restored(sessions, folder), SchemaState.unknown(), known);
    }
    return baseSql().isPresent()
        ? requestFor(folder, production(folder), known)
        : filesRequest(folder, production(folder), SchemaState.empty(), known);
  }

  /** What the backup's history says, else the configured version. */
  private Production restored(Sessions sessions, MigrationFolder folder)
      throws MojoExecutionException, RunException, SQLException {
    try (Connection connection = sessions.open(goal())) {
      Production found =
          new ProductionDatabase(connection, historyTable(), schema(), projectVersion(), getLog())
              .read(folder);
      return found.applied().pending().known() ? found : found.with(appliedByVersion(folder));
    }
  }

  /** Measured are the statements of each migration, which in a group would hide behind others. */
  @Override
  boolean group() {
    return false;
  }

  private RunSettings runSettings() {
    return new RunSettings(
        historyTable(),
        schema(),
        Optional.empty(),
        true,
        new AppliedBy(
            "",
            "rehearsal",
            Optional.ofNullable(project().getVersion()),
            Optional.empty(),
            pluginVersion()),
        Duration.ofSeconds(60),
        Duration.ofSeconds(60),
        LockSettings.standard(Duration.ofSeconds(60)),
        Optional.empty());
  }

  /** Statements of the running version whose break fails the goal. */
  private List<ReportedFinding> breaking(RehearsalResult result) throws MojoExecutionException {
    return Verdict.of(result.analysis(), failOn()).failing().stream()
        .filter(result.broken()::contains)
        .toList();
  }

  private void fail(RehearsalResult result) throws MojoExecutionException, MojoFailureException {
    List<String> failures = new ArrayList<>(result.failures());
    if (failOnDifference) {
      result.differences().stream().map(Difference::logLine).forEach(failures::add);
    }
    breaking(result).stream().map(ReportedFinding::logLine).forEach(failures::add);
    if (!failures.isEmpty()) {
      throw new MojoFailureException("The rehearsal fails:\n" + String.join("\n", failures));
    }
  }
}
