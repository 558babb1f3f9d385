package dev.safemigrate.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.analysis.ReportedFinding;
import dev.safemigrate.finding.Acknowledgement;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** SARIF 2.1.0 (OASIS), as code scanning reads it. */
final class SarifReport {

  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Report report;
  private final List<RuleInfo> rules;
  private final Set<ReportedFinding> failing;

  private SarifReport(Report report) {
    this.report = report;
    this.rules =
        report
            .result()
            .findings()
            .map(ReportedFinding::rule)
            .distinct()
            .sorted(Comparator.comparing(RuleInfo::id))
            .toList();
    this.failing = new HashSet<>(report.verdict().failing());
  }

  static String render(Report report) {
    return Json.write(new SarifReport(report).document());
  }

  private ObjectNode document() {
    ObjectNode root = NODES.objectNode();
    root.put("$schema", SCHEMA).put("version", "2.1.0");
    ObjectNode run = root.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver");
    driver.put("name", report.tool().name()).put("version", report.tool().version());
    ArrayNode descriptors = driver.putArray("rules");
    rules.forEach(rule -> descriptors.add(descriptor(rule)));
    run.putObject("automationDetails").put("id", "migrate/" + report.project() + "/");
    // SARIF counts columns in UTF-16 code units or in code points; ours are the former.
    run.put("columnKind", "utf16CodeUnits");
    ArrayNode results = run.putArray("results");
    for (AnalysedMigration migration : report.result().pendingMigrations()) {
      List<Located> located = new ArrayList<>();
      migration.findings().forEach(f -> located.add(new Located(f, Optional.empty())));
      for (AnalysedStatement statement : migration.statements()) {
        statement.findings().forEach(f -> located.add(new Located(f, Optional.of(statement))));
      }
      located.sort(Comparator.comparing(Located::finding, ReportedFinding.READING_ORDER));
      located.forEach(one -> results.add(result(migration, one)));
    }
    return root;
  }

  /** A finding with the statement it belongs to. */
  private record Located(ReportedFinding finding, Optional<AnalysedStatement> statement) {}

  private static ObjectNode descriptor(RuleInfo rule) {
    ObjectNode node = NODES.objectNode();
    node.put("id", rule.id());
    if (!rule.aliases().isEmpty()) {
      ArrayNode deprecated = node.putArray("deprecatedIds");
      rule.aliases().forEach(deprecated::add);
    }
    node.putObject("shortDescription").put("text", rule.title());
    RulePages.markdown(rule.id())
        .ifPresent(page -> node.putObject("help").put("text", page).put("markdown", page));
    node.putObject("defaultConfiguration").put("level", level(rule.worst()));
    node.putObject("properties").put("worst", rule.worst().spelling()).put("since", rule.since());
    return node;
  }

  private ObjectNode result(AnalysedMigration migration, Located located) {
    ReportedFinding finding = located.finding();
    ObjectNode node = NODES.objectNode();
    node.put("ruleId", finding.rule().id()).put("ruleIndex", rules.indexOf(finding.rule()));
    node.put("level", failing.contains(finding) ? "error" : level(finding.classification()));
    String help = finding.remedy().text();
    node.putObject("message")
        .put("text", help.isEmpty() ? finding.message() : finding.message() + "\n" + help);
    ObjectNode physical = node.putArray("locations").addObject().putObject("physicalLocation");
    physical.putObject("artifactLocation").put("uri", uri(report.inRepository(finding.file())));
    physical
        .putObject("region")
        .put("startLine", finding.line())
        .put("startColumn", finding.column())
        .put("endLine", finding.endLine())
        .put("endColumn", finding.endColumn());
    relatedLocations(node, finding);
    node.putObject("partialFingerprints").put("migrate/v1", finding.fingerprint());
    finding.acknowledgement().ifPresent(accepted -> suppression(node, accepted));
    located
        .statement()
        .filter(statement -> canReplace(migration, statement, finding.remedy()))
        .ifPresent(statement -> fix(node, finding, statement));
    node.putObject("properties").put("class", finding.classification().spelling());
    return node;
  }

  private void relatedLocations(ObjectNode node, ReportedFinding finding) {
    if (finding.related().isEmpty()) {
      return;
    }
    ArrayNode related = node.putArray("relatedLocations");
    for (ReportedFinding.Place place : finding.related()) {
      ObjectNode location = related.addObject().put("id", related.size());
      ObjectNode physical = location.putObject("physicalLocation");
      physical.putObject("artifactLocation").put("uri", uri(report.inRepository(place.file())));
      physical
          .putObject("region")
          .put("startLine", place.line())
          .put("startColumn", place.column());
      location.putObject("message").put("text", place.message());
    }
  }

  private static void suppression(ObjectNode node, Acknowledgement accepted) {
    boolean inSource =
        accepted.by() == Acknowledgement.Origin.COMMENT
            || accepted.by() == Acknowledgement.Origin.FILE_COMMENT;
    String until = accepted.until().map(day -> " (until " + day + ")").orElse("");
    node.putArray("suppressions")
        .addObject()
        .put("kind", inSource ? "inSource" : "external")
        .put("status", "accepted")
        .put("justification", accepted.reason() + until);
  }

  /** A remedy of one file that may run where the statement stands; others need a person. */
  private static boolean canReplace(
      AnalysedMigration migration, AnalysedStatement statement, Remedy remedy) {
    if (remedy.files().size() != 1) {
      return false;
    }
    Remedy.File file = remedy.files().get(0);
    return file.release() == Remedy.Release.THIS
        && (file.runs() == Remedy.Runs.IN_PLACE
            || migration.statements().size() == 1
            || (!file.transactional() && statement.transaction().isEmpty()));
  }

  private void fix(ObjectNode node, ReportedFinding finding, AnalysedStatement statement) {
    ObjectNode fix = node.putArray("fixes").addObject();
    fix.putObject("description").put("text", finding.remedy().text());
    ObjectNode change = fix.putArray("artifactChanges").addObject();
    change.putObject("artifactLocation").put("uri", uri(report.inRepository(finding.file())));
    ObjectNode replacement = change.putArray("replacements").addObject();
    String sql = statement.sql();
    int lastLine = Math.max(sql.lastIndexOf('\n'), sql.lastIndexOf('\r')) + 1;
    int endColumn = sql.length() - lastLine + (lastLine == 0 ? statement.column() : 1);
    replacement
        .putObject("deletedRegion")
        .put("startLine", statement.line())
        .put("startColumn", statement.column())
        .put("endLine", statement.endLine())
        .put("endColumn", endColumn);
    replacement
        .putObject("insertedContent")
        .put("text", String.join(";\n", finding.remedy().files().get(0).statements()));
  }

  private static String level(Classification classification) {
    return switch (classification) {
      case SAFE -> "note";
      case UNKNOWN, RISKY -> "warning";
      case EXPAND_CONTRACT_REQUIRED -> "error";
    };
  }

  /** A relative reference: what RFC 3986 does not allow in a path is percent-encoded. */
  static String uri(String path) {
    StringBuilder uri = new StringBuilder();
    for (byte b : Words.slashes(path).getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean kept =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._~/".indexOf(c) >= 0;
      uri.append(kept ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
    }
    return uri.toString();
  }
}
