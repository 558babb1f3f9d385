package dev.safemigrate.mojo;

import dev.safemigrate.analysis.AnalysisResult;
import dev.safemigrate.analysis.FailOn;
import dev.safemigrate.analysis.Verdict;
import dev.safemigrate.report.ReportFormat;
import dev.safemigrate.source.MigrationFolder;
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
public final class CheckMojo extends ReportingMojo {

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
    List<Path> files = write(report(result, failOn), wanted);
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
}
