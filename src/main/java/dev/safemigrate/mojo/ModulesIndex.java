package dev.safemigrate.mojo;

import dev.safemigrate.report.ModuleReport;
import dev.safemigrate.report.ModulesReport;
import dev.safemigrate.report.ReportFormat;
import dev.safemigrate.report.ToolVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.project.MavenProject;

/**
 * The page in the top module's site that lists every module of the build.
 *
 * <p>Maven builds a parent before its modules, so the page is written anew after every module: when
 * the build ends it has all. The modules' pages are copied beside it, so that a published site has
 * them too.
 */
final class ModulesIndex {

  private static final String PAGE_OF_BUILD = "dev.safemigrate.modules-page";
  private static final String REPORTS_OF = "dev.safemigrate.reports ";

  private final MavenSession session;
  private final ToolVersion tool;

  ModulesIndex(MavenSession session, ToolVersion tool) {
    this.session = session;
    this.tool = tool;
  }

  /** From now on this build has such a page. */
  void begin(Path page) {
    Map<String, Object> ofBuild = session.getRequest().getData();
    synchronized (ofBuild) {
      ofBuild.put(PAGE_OF_BUILD, page.toString());
    }
  }

  /** This build has written that module's page and its JSON into that folder. */
  void reported(MavenProject module, Path reports) {
    Map<String, Object> ofBuild = session.getRequest().getData();
    synchronized (ofBuild) {
      ofBuild.put(keyOf(module), reports.toString());
    }
  }

  private static String keyOf(MavenProject module) {
    return REPORTS_OF + module.getId();
  }

  /** Writes the page with what the modules have so far; does nothing in a build that has none. */
  void refresh() throws MojoExecutionException {
    // The request is one object for all modules, also when they are built side by side.
    Map<String, Object> ofBuild = session.getRequest().getData();
    synchronized (ofBuild) {
      if (ofBuild.get(PAGE_OF_BUILD) instanceof String page) {
        write(Path.of(page));
      }
    }
  }

  private void write(Path page) throws MojoExecutionException {
    try {
      List<ModuleReport> modules = new ArrayList<>();
      Path folder = page.toAbsolutePath().resolveSibling("");
      for (MavenProject module : session.getProjects()) {
        modules.add(read(module, folder));
      }
      String text = ModulesReport.render(session.getTopLevelProject().getName(), modules, tool);
      ReportingMojo.write(page, text);
    } catch (IOException e) {
      throw new MojoExecutionException(
          "The modules' reports cannot be put into %s: %s".formatted(page, e.getMessage()), e);
    }
  }

  private ModuleReport read(MavenProject module, Path site) throws IOException {
    if (!(session.getRequest().getData().get(keyOf(module)) instanceof String reports)) {
      return ModuleReport.none(module.getName());
    }
    Path json = Path.of(reports).resolve(ReportFormat.JSON.fileName());
    Path html = Path.of(reports).resolve(ReportFormat.HTML.fileName());
    String link =
        "migrate-report/%s.%s.html".formatted(module.getGroupId(), module.getArtifactId());
    Path copy = site.resolve(link);
    Files.createDirectories(copy.getParent());
    Files.copy(html, copy, StandardCopyOption.REPLACE_EXISTING);
    return ModuleReport.read(module.getName(), Files.readString(json), link);
  }
}
