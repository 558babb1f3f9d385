package dev.safemigrate.report;

import dev.safemigrate.finding.Classification;
import dev.safemigrate.report.page.JtemodulesGenerated;
import dev.safemigrate.report.page.ModulesPage;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.util.List;

/** The list of a build's modules as one self-contained page that leads to their reports. */
public final class ModulesReport {

  private ModulesReport() {}

  /** The page, to be written as UTF-8; the modules stay in their order. */
  public static String render(String project, List<ModuleReport> modules, ToolVersion tool) {
    StringOutput out = new StringOutput();
    JtemodulesGenerated.render(
        new OwaspHtmlTemplateOutput(out),
        HtmlReport.NOTHING,
        new ModulesPage(
            project,
            tool.name() + " " + tool.version(),
            HtmlReport.resource("report.css"),
            failing(modules) == 0,
            verdict(modules),
            Summary.CLASSES.stream().map(Classification::spelling).toList(),
            modules.stream().map(ModulesReport::row).toList()));
    return out.toString();
  }

  private static int failing(List<ModuleReport> modules) {
    return modules.stream()
        .flatMap(module -> module.outcome().stream())
        .mapToInt(ModuleReport.Outcome::failing)
        .sum();
  }

  private static String verdict(List<ModuleReport> modules) {
    if (modules.stream().allMatch(module -> module.outcome().isEmpty())) {
      return "No module has migrations";
    }
    int failing = failing(modules);
    return failing == 0
        ? "Nothing stops this release"
        : Words.count(failing, "finding stops", "findings stop") + " this release";
  }

  private static ModulesPage.Row row(ModuleReport module) {
    return module
        .outcome()
        .map(
            outcome ->
                new ModulesPage.Row(
                    module.name(),
                    outcome.link(),
                    outcome.failing() == 0
                        ? outcome.pending() == 0 ? "nothing is pending" : "passes"
                        : "stopped by " + Words.count(outcome.failing(), "finding", "findings"),
                    outcome.failing() == 0 ? "s" : "e",
                    outcome.pending(),
                    Summary.CLASSES.stream().map(outcome.counts()::get).toList()))
        .orElseGet(() -> new ModulesPage.Row(module.name(), "", "", "", 0, List.of()));
  }
}
