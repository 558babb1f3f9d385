package dev.safemigrate.mojo;

import dev.safemigrate.analysis.AnalysisResult;
import dev.safemigrate.analysis.FailOn;
import dev.safemigrate.analysis.Verdict;
import dev.safemigrate.report.Report;
import dev.safemigrate.report.ReportFormat;
import dev.safemigrate.report.Reports;
import dev.safemigrate.report.ToolVersion;
import dev.safemigrate.source.MigrationFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Reads every pending migration, says of each statement whether it is safe, risky or
 * expand-contract-required, writes the reports, and fails the build from <code>failOn</code> on.
 * Needs no database.
 *
 * @since 0.1.0
 */
@Mojo(name = "check", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
public final class CheckMojo extends AnalysingMojo {

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
   * The reports to write: <code>html</code>, <code>json</code>, <code>markdown</code>, <code>sarif
   * </code>, <code>junit</code>, <code>gitlab</code>, <code>github</code>, <code>console</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.formats", defaultValue = "html,json")
  private List<String> formats;

  @Override
  void run() throws MojoExecutionException, MojoFailureException {
    FailOn failOn = failOn();
    List<ReportFormat> wanted = formats();
    Optional<MigrationFolder> folder = readMigrations();
    if (folder.isEmpty()) {
      return;
    }
    AnalysisResult result = analyse(folder.get());
    Verdict verdict = Verdict.of(result, failOn);
    logFindings(result, verdict);
    List<Path> files =
        write(
            new Report(
                project().getName(),
                result,
                failOn,
                new ToolVersion("migrate-maven-plugin", pluginVersion())),
            wanted);
    logSummary(result);
    files.forEach(file -> getLog().info("Report: " + file));
    fail(verdict);
  }

  private List<ReportFormat> formats() throws MojoExecutionException {
    List<ReportFormat> wanted = new ArrayList<>();
    for (String name : formats) {
      Optional<ReportFormat> format = ReportFormat.ofSpelling(name.strip());
      if (format.isEmpty()) {
        throw new MojoExecutionException(
            "Parameter 'formats' has '%s'; it can be %s."
                .formatted(name, ReportFormat.spellings()));
      }
      wanted.add(format.get());
    }
    return wanted;
  }

  private List<Path> write(Report report, List<ReportFormat> wanted) throws MojoExecutionException {
    Path folder = baseDirectory().resolve(reportDirectory);
    List<Path> files = new ArrayList<>();
    for (ReportFormat format : wanted) {
      Path file = folder.resolve(format.fileName());
      try {
        Files.createDirectories(folder);
        Files.writeString(file, Reports.render(format, report), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new MojoExecutionException(
            "The report %s cannot be written: %s".formatted(file, e.getMessage()), e);
      }
      files.add(file);
    }
    return files;
  }
}
