package dev.safemigrate.mojo;

import dev.safemigrate.analysis.AnalysisResult;
import dev.safemigrate.embedded.EmbeddedServer;
import dev.safemigrate.history.HistoryEntry.AppliedBy;
import dev.safemigrate.rehearsal.Difference;
import dev.safemigrate.rehearsal.Rehearsal;
import dev.safemigrate.rehearsal.RehearsalPlan;
import dev.safemigrate.rehearsal.RehearsalResult;
import dev.safemigrate.report.Report;
import dev.safemigrate.report.ReportFormat;
import dev.safemigrate.runner.ConnectionSettings;
import dev.safemigrate.runner.LockSettings;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.RunSettings;
import dev.safemigrate.runner.Sessions;
import dev.safemigrate.source.MigrationFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Runs the migrations on a PostgreSQL of <code>postgresVersion</code> that is started for it: the
 * applied ones, then the pending ones, measured and held against what was predicted; then all down
 * scripts, and up again. Fails when a migration fails or a down script does not restore the schema.
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
   * Whether a statement that does something else than was predicted fails the goal; it is a warning
   * otherwise.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.rehearsal.failOnDifference", defaultValue = "false")
  private boolean failOnDifference;

  @Override
  void run() throws MojoExecutionException, MojoFailureException {
    Optional<RehearsalPlan.Seed> seed = seed();
    Optional<MigrationFolder> folder = readMigrations();
    if (folder.isEmpty()) {
      return;
    }
    Production production = production(folder.get());
    // The scratch database gets what the applied migrations made, hence not what the base says.
    AnalysisResult analysis =
        analyseFromFiles(folder.get(), production, baselineFile().read().acknowledged());
    RehearsalPlan plan =
        new RehearsalPlan(
            production.applied().inOrder(folder.get().migrations()),
            analysis,
            admission(analysis.postgresVersion(), (result, verdict) -> {}),
            seed);
    RehearsalResult result = rehearse(plan);
    RehearsalLog log = new RehearsalLog(getLog());
    log.show(result);
    Report report = report(result.analysis(), failOn()).with(RehearsalAnswers.of(result));
    write(report, List.of(ReportFormat.HTML, ReportFormat.JSON))
        .forEach(file -> getLog().info("Report: " + file));
    fail(result);
  }

  private RehearsalResult rehearse(RehearsalPlan plan)
      throws MojoExecutionException, MojoFailureException {
    try {
      if (rehearsalUrl != null && !rehearsalUrl.isBlank()) {
        return rehearse(
            plan,
            connectionSettings(
                rehearsalUrl,
                Optional.ofNullable(rehearsalUser),
                Optional.ofNullable(rehearsalServerId)));
      }
      try (EmbeddedServer server = embedded().start(postgresVersion())) {
        server.createDatabase(DATABASE, "template1");
        return rehearse(plan, EmbeddedDatabase.settings(server, DATABASE, Duration.ofSeconds(10)));
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

  private RehearsalResult rehearse(RehearsalPlan plan, ConnectionSettings database)
      throws RunException, SQLException, InterruptedException {
    return new Rehearsal(new Sessions(database), runSettings(), new LoggingRunListener(getLog()))
        .run(plan);
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

  private Optional<RehearsalPlan.Seed> seed() throws MojoExecutionException {
    if (rehearsalSeed == null || rehearsalSeed.isBlank()) {
      return Optional.empty();
    }
    Path file = baseDirectory().resolve(rehearsalSeed);
    try {
      return Optional.of(
          new RehearsalPlan.Seed(rehearsalSeed, Files.readString(file, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new MojoExecutionException(
          "Parameter 'rehearsalSeed' names '%s', which cannot be read as UTF-8: %s"
              .formatted(rehearsalSeed, file),
          e);
    }
  }

  private void fail(RehearsalResult result) throws MojoFailureException {
    List<String> failures = new ArrayList<>(result.failures());
    if (failOnDifference) {
      result.differences().stream().map(Difference::logLine).forEach(failures::add);
    }
    if (!failures.isEmpty()) {
      throw new MojoFailureException("The rehearsal fails:\n" + String.join("\n", failures));
    }
  }
}
