package dev.safemigrate.mojo;

import dev.safemigrate.analysis.AnalysisResult;
import dev.safemigrate.analysis.FailOn;
import dev.safemigrate.report.Report;
import dev.safemigrate.report.ReportFormat;
import dev.safemigrate.report.Reports;
import dev.safemigrate.report.ToolVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;

/** What every goal has that writes reports. */
abstract class ReportingMojo extends AnalysingMojo {

  /**
   * Folder that the reports are written to.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "migrate.reportDirectory",
      defaultValue = "${project.build.directory}/migrate")
  private String reportDirectory;

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
          "The report %s cannot be written: %s".formatted(file, e.getMessage()), e);
    }
  }
}
