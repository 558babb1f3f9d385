package dev.safemigrate.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.RelationSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a live database was like when somebody looked: a file to commit, so that checks know schema,
 * sizes and version without a database.
 *
 * @param serverVersion major version
 * @param schema as pg_dump writes it
 * @param sizes estimated rows and bytes of tables, indexes and materialised views
 * @param applied the history in the order of application; empty where there was none of ours
 */
public record Snapshot(
    int serverVersion,
    String schema,
    SortedMap<RelationName, RelationSize> sizes,
    List<Applied> applied) {

  private static final int FORMAT = 1;

  /** Copies the sizes. */
  public Snapshot {
    sizes = new TreeMap<>(sizes);
    applied = List.copyOf(applied);
  }

  /**
   * A row of the history.
   *
   * @param kind versioned, repeatable or baseline
   * @param version empty for repeatables
   * @param script the file's path below its location
   * @param checksum empty for a baseline
   * @param projectVersion it came with, where the history says so
   * @param verified its queries have been true
   */
  public record Applied(
      String kind,
      Optional<String> version,
      String description,
      String script,
      Optional<String> checksum,
      Optional<String> projectVersion,
      boolean verified) {}

  /** The file's text: the schema line by line, so that differences between two read well. */
  public String toJson() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", FORMAT);
    root.put("serverVersion", serverVersion);
    ObjectNode measured = root.putObject("sizes");
    sizes.forEach((name, size) -> putSize(measured, name, size));
    ArrayNode history = root.putArray("applied");
    applied.forEach(row -> put(history.addObject(), row));
    ArrayNode lines = root.putArray("schema");
    schema.lines().forEach(lines::add);
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain nodes could not be written", e);
    }
  }

  /**
   * Reads such a file.
   *
   * @throws IllegalArgumentException when the text is something else, with the reason
   */
  public static Snapshot ofJson(String text) {
    JsonNode root = parse(text);
    if (root.path("format").asInt() != FORMAT || !root.path("schema").isArray()) {
      throw new IllegalArgumentException(
          "it is not a snapshot of format " + FORMAT + " (migrate:snapshot writes one)");
    }
    StringBuilder schema = new StringBuilder();
    root.path("schema").forEach(line -> schema.append(line.asText()).append('\n'));
    SortedMap<RelationName, RelationSize> sizes = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : root.path("sizes").properties()) {
      int slash = entry.getKey().indexOf('/');
      if (slash < 0) {
        throw new IllegalArgumentException("'" + entry.getKey() + "' is not schema/name");
      }
      sizes.put(
          new RelationName(entry.getKey().substring(0, slash), entry.getKey().substring(slash + 1)),
          new RelationSize(
              rows(entry.getValue().path("rows")),
              entry.getValue().path("bytes").asLong(),
              entry.getValue().path("indexBytes").asLong()));
    }
    List<Applied> applied = new ArrayList<>();
    root.path("applied").forEach(row -> applied.add(applied(row)));
    return new Snapshot(root.path("serverVersion").asInt(), schema.toString(), sizes, applied);
  }

  private static void put(ObjectNode node, Applied row) {
    node.put("kind", row.kind());
    row.version().ifPresent(version -> node.put("version", version));
    node.put("description", row.description()).put("script", row.script());
    row.checksum().ifPresent(checksum -> node.put("checksum", checksum));
    row.projectVersion().ifPresent(version -> node.put("projectVersion", version));
    node.put("verified", row.verified());
  }

  private static Applied applied(JsonNode node) {
    return new Applied(
        node.path("kind").asText(),
        text(node.path("version")),
        node.path("description").asText(),
        node.path("script").asText(),
        text(node.path("checksum")),
        text(node.path("projectVersion")),
        node.path("verified").asBoolean());
  }

  private static Optional<String> text(JsonNode node) {
    return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
  }

  private static void putSize(ObjectNode parent, RelationName name, RelationSize size) {
    ObjectNode node = parent.putObject(name.schema() + "/" + name.name());
    size.rows().ifPresent(rows -> node.put("rows", rows));
    node.put("bytes", size.bytes()).put("indexBytes", size.indexBytes());
  }

  private static OptionalLong rows(JsonNode node) {
    return node.isNumber() ? OptionalLong.of(node.asLong()) : OptionalLong.empty();
  }

  private static JsonNode parse(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is not JSON: " + e.getOriginalMessage(), e);
    }
  }
}
