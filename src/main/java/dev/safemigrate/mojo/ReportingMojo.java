package dev.safemigrate.mojo;

import dev.safemigrate.analysis.AnalysisResult;
import dev.safemigrate.analysis.FailOn;
import dev.safemigrate.finding.Pending;
import dev.safemigrate.git.ChangedMigrations;
import dev.safemigrate.git.GitException;
import dev.safemigrate.git.MergeBase;
import dev.safemigrate.history.HistoryEntry;
import dev.safemigrate.report.Report;
import dev.safemigrate.report.ReportFormat;
import dev.safemigrate.report.Reports;
import dev.safemigrate.report.ToolVersion;
import dev.safemigrate.runner.ConnectionSettings;
import dev.safemigrate.runner.ReleaseHistory;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.runner.Sessions;
import dev.safemigrate.source.MigrationFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What every goal has that writes reports. */
abstract class ReportingMojo extends ConnectedMojo {

  /**
   * Folder that the reports are written to.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "migrate.reportDirectory",
      defaultValue = "${project.build.directory}/migrate")
  private String reportDirectory;

  /**
   * A branch, tag or commit, as in <code>origin/main</code>: pending is what is new, changed or
   * renamed since HEAD left it, committed or not. A database given by <code>url</code> knows
   * better; <code>baselineVersion</code> counts only without both, and the history in a snapshot (
   * <code>base</code>) without any.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.since")
  private @Nullable String since;

  /** Which migrations are applied, and how that is known. */
  final Production production(MigrationFolder folder) throws MojoExecutionException {
    if (url().isPresent()) {
      Production asked = askDatabase(url().get(), folder);
      if (asked.applied().pending().known()) {
        return asked;
      }
      return asked.with(appliedWithoutHistory(folder));
    }
    Production without = Production.notAsked(appliedWithoutHistory(folder));
    List<HistoryEntry> recorded = base().map(BaseSchema::history).orElse(List.of());
    return recorded.isEmpty() ? without : asRecorded(without, folder, recorded);
  }

  /** What else is said of what is pending counts more than an old snapshot. */
  private Production asRecorded(
      Production without, MigrationFolder folder, List<HistoryEntry> recorded) {
    Applied applied =
        without.applied().pending().known()
            ? without.applied()
            : ProductionDatabase.applied(folder, recorded, "history in the base");
    return new Production(
        applied,
        without.sizes(),
        without.version(),
        ReleaseHistory.of(folder.migrations(), recorded, projectVersion(), false));
  }

  private Applied appliedWithoutHistory(MigrationFolder folder) throws MojoExecutionException {
    return since == null || since.isBlank()
        ? appliedByVersion(folder)
        : appliedInGit(since.strip(), folder);
  }

  private Production askDatabase(String url, MigrationFolder folder) throws MojoExecutionException {
    ConnectionSettings settings = connectionSettings(url);
    try (Connection connection = new Sessions(settings).open(goal())) {
      return new ProductionDatabase(
              connection, historyTable(), schema(), projectVersion(), getLog())
          .read(folder);
    } catch (RunException e) {
      throw notAsked(e);
    } catch (SQLException e) {
      throw notAsked(e);
    }
  }

  /** Another source might take for new what is applied, or the reverse: so nothing is judged. */
  private static MojoExecutionException notAsked(Exception cause) {
    return new MojoExecutionException(
        "%s\nNothing was judged: the history of this database is to tell what is pending. Without migrate.url, migrate.since or migrate.baselineVersion tell it."
            .formatted(cause.getMessage()),
        cause);
  }

  private Applied appliedInGit(String branch, MigrationFolder folder)
      throws MojoExecutionException {
    try (MergeBase base = MergeBase.find(baseDirectory(), branch)) {
      ChangedMigrations changes = base.compare(baseDirectory(), folders(), folder, settings());
      String then = "%s (%s)".formatted(branch, base.shortId());
      changes
          .changed()
          .forEach(
              script ->
                  getLog()
                      .warn(
                          "%s: was another at %s. A database that has applied it keeps what it did; it is judged as if it had not run."
                              .formatted(script.path(), then)));
      changes
          .gone()
          .forEach(
              script ->
                  getLog()
                      .warn(
                          "%s: was there at %s and is gone. A database that has applied it keeps what it did."
                              .formatted(script.path(), then)));
      return new Applied(
          changes.unchanged(),
          new Pending(Pending.By.GIT, "since %s: %s".formatted(then, changes.summary())));
    } catch (GitException e) {
      throw new MojoExecutionException("Parameter 'since': " + e.getMessage(), e);
    }
  }

  /** Analyses the folder; findings of the baseline file are acknowledged. */
  final AnalysisResult analyse(MigrationFolder folder, Production production)
      throws MojoExecutionException {
    BaselineFile file = baselineFile();
    BaselineFile.Known known = file.read();
    AnalysisResult result = analyse(folder, production, known.acknowledged());
    known
        .stale(result)
        .forEach(
            entry ->
                getLog()
                    .warn(
                        "%s: nothing is found any more of '%s'; remove it"
                            .formatted(file, entry.line())));
    return result;
  }

  /** The report of this module. */
  final Report report(AnalysisResult result, FailOn failOn) {
    return new Report(project().getName(), result, failOn, tool())
        .in(Repository.folderOf(baseDirectory(), Path.of(session().getExecutionRootDirectory())));
  }

  /** Who writes the reports. */
  final ToolVersion tool() {
    return new ToolVersion("migrate-maven-plugin", pluginVersion());
  }

  /** Writes the report into the folder of reports, once in every format. */
  final List<Path> write(Report report, List<ReportFormat> formats) throws MojoExecutionException {
    Path folder = baseDirectory().resolve(reportDirectory);
    List<Path> files = new ArrayList<>();
    for (ReportFormat format : formats) {
      files.add(write(folder.resolve(format.fileName()), Reports.render(format, report)));
    }
    if (formats.containsAll(List.of(ReportFormat.HTML, ReportFormat.JSON))) {
      new ModulesIndex(session(), tool()).reported(project(), folder);
    }
    return files;
  }

  /** Writes the text as UTF-8, with the folders that lead to it. */
  static Path write(Path file, String text) throws MojoExecutionException {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new MojoExecutionException(
          "The file %s cannot be written: %s".formatted(file, e.getMessage()), e);
    }
  }
}
