package dev.safemigrate.mojo;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.AnalysisResult;
import dev.safemigrate.analysis.FailOn;
import dev.safemigrate.analysis.Verdict;
import dev.safemigrate.report.ReportFormat;
import dev.safemigrate.runner.GroupRefusal;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.source.MigrationFolder;
import java.nio.file.Path;
import java.time.DateTimeException;
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
 * Reads every pending migration, says of each statement whether it is safe, risky or
 * expand-contract-required, writes the reports, and fails the build from <code>failOn</code> on.
 * Needs no database, and asks one only when <code>url</code> is given.
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

  /**
   * Whether to write all findings that nobody has acknowledged to the <code>baselineFile</code>
   * instead of failing on them, to adopt the plugin in a project that has some.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.writeBaseline", defaultValue = "false")
  private boolean writeBaseline;

  /**
   * The last day on which the findings that <code>writeBaseline</code> writes count as accepted, as
   * in <code>2027-01-31</code>; for ever unless given.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.baselineUntil")
  private @Nullable String baselineUntil;

  @Override
  void run() throws MojoExecutionException, MojoFailureException {
    FailOn failOn = failOn();
    List<ReportFormat> wanted = formats();
    Optional<MigrationFolder> folder = readMigrations();
    if (folder.isEmpty()) {
      return;
    }
    Production production = production(folder.get());
    getLog().info("Pending: " + production.applied().pending().detail() + ".");
    AnalysisResult result = judged(folder.get(), production);
    Verdict verdict = Verdict.of(result, failOn);
    logFindings(result, verdict);
    List<Path> files = write(report(result, failOn), wanted);
    logSummary(result);
    files.forEach(file -> getLog().info("Report: " + file));
    fail(verdict);
    requireGroup(folder.get(), result);
  }

  /** What migrate:apply would refuse of migrations that are to be one transaction. */
  private void requireGroup(MigrationFolder folder, AnalysisResult result)
      throws MojoFailureException {
    if (!group()) {
      return;
    }
    try {
      GroupRefusal.refuse(
          folder.scripts(),
          result.migrations().stream().filter(AnalysedMigration::pending).toList());
    } catch (RunException e) {
      throw new MojoFailureException(String.valueOf(e.getMessage()), e);
    }
  }

  private AnalysisResult judged(MigrationFolder folder, Production production)
      throws MojoExecutionException {
    if (!writeBaseline) {
      return analyse(folder, production);
    }
    BaselineFile file = baselineFile();
    BaselineFile.Known written = file.write(analyse(folder, production, Map.of()), baselineUntil());
    getLog().info("Baseline: " + written.entries().size() + " findings written to " + file + ".");
    return analyse(folder, production, written.acknowledged());
  }

  private Optional<LocalDate> baselineUntil() throws MojoExecutionException {
    if (baselineUntil == null || baselineUntil.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(baselineUntil.strip()));
    } catch (DateTimeException e) {
      throw new MojoExecutionException(
          "Parameter 'baselineUntil' is '%s'; a day looks like 2027-01-31."
              .formatted(baselineUntil),
          e);
    }
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
