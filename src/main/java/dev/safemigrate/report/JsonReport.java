package dev.safemigrate.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.analysis.AnalysisResult;
import dev.safemigrate.analysis.ReportedFinding;
import dev.safemigrate.effect.Effects;
import dev.safemigrate.effect.Estimate;
import dev.safemigrate.effect.Failure;
import dev.safemigrate.effect.Measurement;
import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.finding.Classification;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The machine-readable report, {@code report.json}: a contract. Fields may be added, none changes
 * its meaning; {@code docs/report.schema.json} is its published schema.
 */
final class JsonReport {

  private static final int SCHEMA_VERSION = 1;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JsonReport() {}

  /** The report as pretty-printed JSON that ends with a line feed. */
  static String render(Report report) {
    return Json.write(document(report));
  }

  private static ObjectNode document(Report report) {
    AnalysisResult result = report.result();
    ObjectNode root = NODES.objectNode();
    root.put("schemaVersion", SCHEMA_VERSION);
    root.putObject("tool")
        .put("name", report.tool().name())
        .put("version", report.tool().version());
    root.put("project", report.project());
    root.put("postgresVersion", result.postgresVersion().major());
    root.put("runner", result.runner());
    root.putObject("pending")
        .put("by", result.pending().by().spelling())
        .put("detail", result.pending().detail());
    root.putObject("verdict")
        .put("failOn", report.failOn().toString())
        .put("passes", report.verdict().passes())
        .put("failing", report.verdict().failing().size());
    ObjectNode summary = root.putObject("summary");
    for (Classification classification : SUMMARY_ORDER) {
      summary.put(classification.spelling(), result.summary().get(classification));
    }
    root.putObject("coverage")
        .put("statements", result.coverage().statements())
        .put("analysed", result.coverage().analysed())
        .put("opaque", result.coverage().opaque());
    root.set("notes", texts(result.notes()));
    ArrayNode migrations = root.putArray("migrations");
    result.migrations().forEach(migration -> migrations.add(migration(migration)));
    ArrayNode checklist = root.putArray("checklist");
    report
        .checklist()
        .answers()
        .forEach(
            (question, answer) ->
                checklist
                    .addObject()
                    .put("question", question.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .put("title", question.title())
                    .put("state", answer.state().spelling())
                    .put("evidence", answer.evidence()));
    return root;
  }

  private static final Classification[] SUMMARY_ORDER = {
    Classification.SAFE,
    Classification.RISKY,
    Classification.EXPAND_CONTRACT_REQUIRED,
    Classification.UNKNOWN
  };

  private static ObjectNode migration(AnalysedMigration migration) {
    ObjectNode node = NODES.objectNode();
    node.put("file", migration.file());
    putOrNull(node, "version", migration.version());
    node.put("description", migration.description());
    node.put("state", migration.state().spelling());
    node.put("class", migration.classification().spelling());
    node.put("transactional", migration.transactional());
    ArrayNode statements = node.putArray("statements");
    migration.statements().forEach(statement -> statements.add(statement(statement)));
    ArrayNode findings = node.putArray("findings");
    migration.findings().forEach(finding -> findings.add(finding(finding)));
    return node;
  }

  private static ObjectNode statement(AnalysedStatement statement) {
    ObjectNode node = NODES.objectNode();
    node.put("line", statement.line());
    node.put("column", statement.column());
    node.put("endLine", statement.endLine());
    node.put("kind", statement.kind());
    node.put("class", statement.classification().spelling());
    node.put("sql", statement.sql());
    statement
        .transaction()
        .ifPresentOrElse(
            number -> node.put("transaction", number), () -> node.putNull("transaction"));
    node.put("assumed", statement.assumed());
    putEffects(node, statement.effects());
    statement
        .estimate()
        .ifPresentOrElse(estimate -> putEstimate(node, estimate), () -> node.putNull("estimate"));
    statement
        .measured()
        .ifPresentOrElse(
            measured -> node.set("measured", measurement(measured)),
            () -> node.putNull("measured"));
    ArrayNode findings = node.putArray("findings");
    statement.findings().forEach(finding -> findings.add(finding(finding)));
    return node;
  }

  private static void putEffects(ObjectNode node, Effects effects) {
    putLocks(node, effects.locks());
    node.set("rewrites", sorted(effects.rewrites()));
    node.set("scans", sorted(effects.scans()));
    node.set("indexBuilds", sorted(effects.indexBuilds()));
    node.set("waitsFor", sorted(effects.waitsFor()));
    putFailure(node, effects.failure());
    node.set("dataLoss", texts(effects.dataLoss()));
    ArrayNode breaks = node.putArray("breaks");
    effects.breaks().forEach(broken -> breaks.add(broken.object() + ": " + broken.reason()));
    node.set("notes", texts(effects.notes()));
  }

  /** Locks that no other session can wait for are left out: their relations are new. */
  private static void putLocks(ObjectNode node, List<RelationLock> locks) {
    ArrayNode array = node.putArray("locks");
    for (RelationLock lock : locks) {
      if (!lock.unseen()) {
        array
            .addObject()
            .put("relation", lock.relation().toString())
            .put("mode", lock.mode().sqlName())
            .put("held", lock.hold().spelling());
      }
    }
  }

  private static void putFailure(ObjectNode node, Optional<Failure> failure) {
    failure.ifPresentOrElse(
        known ->
            node.putObject("fails").put("sqlstate", known.sqlstate()).put("reason", known.reason()),
        () -> node.putNull("fails"));
  }

  private static void putEstimate(ObjectNode node, Estimate estimate) {
    ObjectNode child = node.putObject("estimate");
    child.putArray("seconds").add(estimate.low()).add(estimate.high());
    child.put("basis", estimate.basis());
  }

  private static ObjectNode measurement(Measurement measured) {
    ObjectNode node = NODES.objectNode();
    putLocks(node, measured.locks());
    node.set("rewrites", sorted(measured.rewrites()));
    node.set("scans", sorted(measured.scans()));
    node.set("indexBuilds", sorted(measured.indexBuilds()));
    node.set("waitsFor", sorted(measured.waitsFor()));
    putFailure(node, measured.failure());
    node.put("seconds", measured.seconds());
    measured.rows().ifPresentOrElse(rows -> node.put("rows", rows), () -> node.putNull("rows"));
    ArrayNode blocking = node.putArray("blocking");
    measured
        .blocking()
        .forEach(
            met ->
                blocking
                    .addObject()
                    .put("relation", met.relation().toString())
                    .put("reads", met.reads() ? "wait" : "pass")
                    .put("writes", met.writes().map(wait -> wait ? "wait" : "pass").orElse(null)));
    measured
        .walBytes()
        .ifPresentOrElse(bytes -> node.put("walBytes", bytes), () -> node.putNull("walBytes"));
    return node;
  }

  private static ObjectNode finding(ReportedFinding finding) {
    ObjectNode node = NODES.objectNode();
    node.put("rule", finding.rule().id());
    node.put("class", finding.classification().spelling());
    node.put("message", finding.message());
    node.put("line", finding.line());
    node.put("column", finding.column());
    node.put("endLine", finding.endLine());
    node.put("endColumn", finding.endColumn());
    node.put("certainFailure", finding.certainFailure());
    node.put("fingerprint", finding.fingerprint());
    node.putObject("remedy")
        .put("text", finding.remedy().text())
        .put("sql", finding.remedy().sql());
    node.put("docs", "docs/rules/" + finding.rule().id() + ".md");
    finding
        .acknowledgement()
        .ifPresentOrElse(
            acknowledgement ->
                putOrNull(
                    node.putObject("acknowledged").put("reason", acknowledgement.reason()),
                    "until",
                    acknowledgement.until().map(LocalDate::toString)),
            () -> node.putNull("acknowledged"));
    return node;
  }

  private static ArrayNode texts(Collection<String> values) {
    ArrayNode array = NODES.arrayNode();
    values.forEach(array::add);
    return array;
  }

  private static ArrayNode sorted(Collection<?> values) {
    ArrayNode array = NODES.arrayNode();
    values.stream().map(Object::toString).sorted().forEach(array::add);
    return array;
  }

  private static void putOrNull(ObjectNode node, String name, Optional<String> value) {
    value.ifPresentOrElse(text -> node.put(name, text), () -> node.putNull(name));
  }
}
