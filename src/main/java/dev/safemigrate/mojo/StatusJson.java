package dev.safemigrate.mojo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.safemigrate.catalog.Workload;
import dev.safemigrate.catalog.WorkloadComparison;
import dev.safemigrate.history.HistoryEntry;
import dev.safemigrate.history.HistoryTable;
import dev.safemigrate.runner.Drift;
import dev.safemigrate.runner.MigrationState;
import dev.safemigrate.runner.Target;
import dev.safemigrate.runner.Workloads;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The status for machines: a contract like report.json, fields may be added. */
final class StatusJson {

  private static final int SCHEMA_VERSION = 1;

  private StatusJson() {}

  static String render(
      Target target,
      HistoryTable table,
      List<MigrationState> states,
      Optional<Drift> drift,
      Optional<Workloads.Compared> compared) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("schemaVersion", SCHEMA_VERSION);
    root.putObject("target")
        .put("url", target.url())
        .put("database", target.facts().database())
        .put("user", target.facts().currentUser())
        .put("serverVersion", target.facts().version());
    root.put("history", table.toString());
    root.put("upToDate", states.stream().noneMatch(MigrationState::toApply));
    states.forEach(state -> root.withArray("migrations").add(migration(state)));
    drift.ifPresent(
        found -> {
          ObjectNode node =
              root.putObject("drift")
                  .put("since", found.since().toString())
                  .put("schemaHash", found.hash());
          found.lines().forEach(node.putArray("lines")::add);
        });
    compared.ifPresent(found -> put(root.putObject("comparison"), found));
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain nodes could not be written", e);
    }
  }

  private static ObjectNode migration(MigrationState state) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    Optional<HistoryEntry> entry = state.entry();
    node.put("label", state.label());
    node.put("file", state.file());
    node.put("state", state.state().spelling());
    put(node, "startedAt", entry.map(HistoryEntry::startedAt).map(Instant::toString));
    put(node, "finishedAt", entry.flatMap(HistoryEntry::finishedAt).map(Instant::toString));
    put(node, "appliedBy", entry.map(row -> row.appliedBy().user()));
    put(node, "host", entry.map(row -> row.appliedBy().host()));
    put(node, "projectVersion", entry.flatMap(row -> row.appliedBy().projectVersion()));
    put(node, "gitCommit", entry.flatMap(row -> row.appliedBy().gitCommit()));
    put(node, "toolVersion", entry.map(row -> row.appliedBy().toolVersion()));
    put(node, "phase", entry.flatMap(row -> row.migration().phase()));
    entry.map(HistoryEntry::lockWaits).ifPresent(waits -> put(node, waits));
    put(node, "class", entry.flatMap(row -> row.migration().classification()));
    put(node, "checksum", entry.flatMap(row -> row.migration().checksum()));
    entry.ifPresentOrElse(
        row -> node.put("durationMillis", row.durationMillis()),
        () -> node.putNull("durationMillis"));
    return node;
  }

  private static void put(ObjectNode node, Workloads.Compared compared) {
    WorkloadComparison figures = compared.figures();
    node.put("since", figures.since().toString()).put("until", figures.until().toString());
    ArrayNode slower = node.putArray("slowerStatements");
    for (WorkloadComparison.Slower statement : figures.slower()) {
      ObjectNode row = slower.addObject().put("md5", statement.hash());
      put(row.putObject("before"), statement.before());
      put(row.putObject("since"), statement.after());
      put(row, "text", Optional.ofNullable(compared.texts().get(statement.hash())));
    }
    ArrayNode sequential = node.putArray("tablesReadWhole");
    for (WorkloadComparison.Sequential table : figures.sequential()) {
      ObjectNode row = sequential.addObject().put("table", table.table());
      put(row.putObject("before"), table.before());
      put(row.putObject("since"), table.after());
    }
    ArrayNode unused = node.putArray("unusedIndexes");
    for (WorkloadComparison.Unused index : figures.unused()) {
      unused
          .addObject()
          .put("index", index.index())
          .put("bytes", index.bytes())
          .put("scansOfTable", index.scans());
    }
    figures.notes().forEach(node.putArray("notes")::add);
  }

  private static void put(ObjectNode node, Workload.Calls calls) {
    node.put("calls", calls.calls()).put("meanMillis", calls.mean());
  }

  private static void put(ObjectNode node, Workload.TableScans scans) {
    node.put("sequentialScans", scans.sequential())
        .put("sequentialRows", scans.sequentialRows())
        .put("indexScans", scans.byIndex());
  }

  private static void put(ObjectNode node, HistoryEntry.LockWaits waits) {
    node.putObject("lockWaits").put("retries", waits.retries()).put("millis", waits.millis());
  }

  private static void put(ObjectNode node, String name, Optional<String> value) {
    value.ifPresentOrElse(text -> node.put(name, text), () -> node.putNull(name));
  }
}
