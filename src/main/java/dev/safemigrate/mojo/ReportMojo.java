package dev.safemigrate.mojo;

import dev.safemigrate.analysis.FailOn;
import dev.safemigrate.report.Report;
import dev.safemigrate.report.ReportFormat;
import dev.safemigrate.source.MigrationFolder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.maven.doxia.sink.Sink;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.reporting.MavenReport;
import org.apache.maven.reporting.MavenReportException;
import org.jspecify.annotations.Nullable;

/**
 * Puts the report into the project's site; it never fails the build. In a build of several modules
 * the site of the first one lists the verdict and the counts of all, with their pages.
 *
 * @since 0.1.0
 */
@Mojo(name = "report", defaultPhase = LifecyclePhase.SITE, threadSafe = true)
public final class ReportMojo extends ReportingMojo implements MavenReport {

  private static final String NAME = "migrate-report";

  /**
   * Folder of the site when the goal runs by itself; in a site, the site's own.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "migrate.siteDirectory",
      defaultValue = "${project.reporting.outputDirectory}")
  private File siteDirectory;

  private @Nullable Optional<MigrationFolder> migrations;

  @Override
  void run() throws MojoExecutionException, MojoFailureException {
    Path page = siteDirectory.toPath().resolve(NAME + ".html");
    Optional<MigrationFolder> folder = migrations();
    if (folder.isPresent()) {
      FailOn failOn = failOn();
      Report report = report(analyse(folder.get(), production(folder.get())), failOn);
      List<Path> files = write(report, List.of(ReportFormat.HTML, ReportFormat.JSON));
      if (!listsModules()) {
        copy(files.get(0), page);
        getLog().info("Report: " + page);
      }
    }
    ModulesIndex index = new ModulesIndex(session(), tool());
    if (listsModules()) {
      index.begin(page);
      getLog().info("Report: " + page);
    }
    index.refresh();
  }

  @Override
  public void generate(Sink sink, Locale locale) throws MavenReportException {
    try {
      run();
    } catch (MojoExecutionException | MojoFailureException e) {
      throw new MavenReportException(e.getMessage(), e);
    }
  }

  @Override
  public boolean canGenerateReport() throws MavenReportException {
    if (skipped()) {
      getLog().info("migrate:report is skipped (migrate.skip).");
      return false;
    }
    try {
      return listsModules() || migrations().isPresent();
    } catch (MojoExecutionException | MojoFailureException e) {
      throw new MavenReportException(e.getMessage(), e);
    }
  }

  /** Read once: a site asks whether there is a report before it asks for it. */
  private Optional<MigrationFolder> migrations()
      throws MojoExecutionException, MojoFailureException {
    Optional<MigrationFolder> known = migrations;
    if (known == null) {
      known = readMigrations();
      migrations = known;
    }
    return known;
  }

  private boolean listsModules() {
    return session().getProjects().size() > 1 && project().equals(session().getTopLevelProject());
  }

  private static void copy(Path from, Path to) throws MojoExecutionException {
    try {
      Files.createDirectories(to.toAbsolutePath().getParent());
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new MojoExecutionException(
          "The report %s cannot be written: %s".formatted(to, e.getMessage()), e);
    }
  }

  @Override
  public String getOutputName() {
    return NAME;
  }

  @Override
  public String getOutputPath() {
    return NAME;
  }

  @Override
  public String getCategoryName() {
    return CATEGORY_PROJECT_REPORTS;
  }

  @Override
  public String getName(Locale locale) {
    return "Migrations";
  }

  @Override
  public String getDescription(Locale locale) {
    return "Which pending database migrations are safe, and what the others do to the application"
        + " that is running.";
  }

  @Override
  public void setReportOutputDirectory(File directory) {
    siteDirectory = directory;
  }

  @Override
  public File getReportOutputDirectory() {
    return siteDirectory;
  }

  /** Its page is a whole one; the site links to it. */
  @Override
  public boolean isExternalReport() {
    return true;
  }
}
