package dev.safemigrate.report;

import dev.safemigrate.analysis.ReportedFinding;
import dev.safemigrate.report.page.JtereportGenerated;
import dev.safemigrate.report.page.Page;
import gg.jte.TemplateOutput;
import gg.jte.html.HtmlInterceptor;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.util.List;
import java.util.Map;

/** One self-contained page. */
final class HtmlReport {

  private static final HtmlInterceptor NOTHING =
      new HtmlInterceptor() {
        @Override
        public void onHtmlTagOpened(
            String name, Map<String, Object> attributes, TemplateOutput output) {
          // Tags stay as the template has them.
        }

        @Override
        public void onHtmlTagClosed(String name, TemplateOutput output) {
          // Tags stay as the template has them.
        }
      };

  private HtmlReport() {}

  static String render(Report report) {
    Page page =
        new Page(
            report.project(),
            Summary.verdict(report),
            Summary.verdictReason(report),
            List.of(
                Summary.pending(report.result()),
                Summary.classes(report.result()),
                Summary.coverage(report.result().coverage())),
            report.result().findings().map(ReportedFinding::logLine).toList());
    StringOutput out = new StringOutput();
    JtereportGenerated.render(new OwaspHtmlTemplateOutput(out), NOTHING, page);
    return out.toString();
  }
}
