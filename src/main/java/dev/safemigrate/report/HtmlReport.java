package dev.safemigrate.report;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.AnalysisResult;
import dev.safemigrate.analysis.ReportedFinding;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.RuleInfo;
import dev.safemigrate.report.page.JtereportGenerated;
import dev.safemigrate.report.page.MigrationView;
import dev.safemigrate.report.page.Page;
import gg.jte.TemplateOutput;
import gg.jte.html.HtmlInterceptor;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One self-contained page: it loads nothing, reads without its script, and allows no other script
 * to run.
 */
final class HtmlReport {

  private static final int PLACES_AT_MOST = 20;

  static final HtmlInterceptor NOTHING =
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
    StringOutput out = new StringOutput();
    JtereportGenerated.render(new OwaspHtmlTemplateOutput(out), NOTHING, page(report));
    return out.toString();
  }

  private static Page page(Report report) {
    AnalysisResult result = report.result();
    MigrationViews views = new MigrationViews(report);
    List<MigrationView> migrations = new ArrayList<>();
    for (AnalysedMigration migration : result.pendingMigrations()) {
      migrations.add(views.view(migration, migrations.size() + 1));
    }
    String script = resource("report.js");
    return new Page(
        report.project(),
        report.tool().name() + " " + report.tool().version(),
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
            + "script-src 'sha256-%s'".formatted(sha256(script)),
        resource("report.css"),
        script,
        head(report),
        migrations,
        result.migrations().stream()
            .filter(m -> !m.pending())
            .map(AnalysedMigration::file)
            .toList(),
        checks(report.checklist()),
        ReleasePlan.of(report),
        rules(result, views.placesOfRules()));
  }

  private static Page.Head head(Report report) {
    AnalysisResult result = report.result();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("PostgreSQL", result.postgresVersion().toString());
    facts.put("Runner", result.runner());
    facts.put("Pending", Summary.pending(result));
    facts.put("Coverage", Summary.coverage(result.coverage()));
    return new Page.Head(
        report.verdict().passes(),
        Summary.verdict(report),
        Summary.verdictReason(report),
        counts(result),
        facts.entrySet().stream().map(f -> new Page.Fact(f.getKey(), f.getValue())).toList(),
        result.notes());
  }

  private static List<Page.Count> counts(AnalysisResult result) {
    Map<Classification, Integer> summary = result.summary();
    int all = summary.values().stream().mapToInt(Integer::intValue).sum();
    return Summary.CLASSES.stream()
        .map(
            classification -> {
              int number = summary.getOrDefault(classification, 0);
              return new Page.Count(
                  MigrationViews.tone(classification),
                  classification.spelling(),
                  number,
                  String.format(Locale.ROOT, "%.2f", all == 0 ? 0 : 100.0 * number / all));
            })
        .toList();
  }

  private static List<Page.Check> checks(Checklist checklist) {
    return checklist.answers().entrySet().stream()
        .map(
            entry ->
                new Page.Check(
                    entry.getValue().state().spelling(),
                    entry.getValue().state().words(),
                    entry.getKey().title(),
                    entry.getValue().evidence()))
        .toList();
  }

  private static List<Page.RuleView> rules(
      AnalysisResult result, Map<String, List<Page.Link>> places) {
    Map<String, RuleInfo> rules = new TreeMap<>();
    result.findings().map(ReportedFinding::rule).forEach(rule -> rules.put(rule.id(), rule));
    RuleHtml html = new RuleHtml(rules.keySet());
    return rules.values().stream()
        .map(
            rule -> {
              List<Page.Link> all = places.getOrDefault(rule.id(), List.of());
              int shown = Math.min(all.size(), PLACES_AT_MOST);
              return new Page.RuleView(
                  rule.id(),
                  rule.title(),
                  RulePages.markdown(rule.id()).map(html::render).orElse(""),
                  all.subList(0, shown),
                  all.size() - shown);
            })
        .toList();
  }

  static String resource(String name) {
    return RulePages.resource("/dev/safemigrate/report/" + name)
        .orElseThrow(() -> new IllegalStateException(name + " is not packed with the plugin"));
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
