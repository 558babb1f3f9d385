package dev.safemigrate.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.RelationSize;
import java.util.Map;
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
 */
public record Snapshot(
    int serverVersion, String schema, SortedMap<RelationName, RelationSize> sizes) {

  private static final int FORMAT = 1;

  /** Copies the sizes. */
  public Snapshot {
    sizes = new TreeMap<>(sizes);
  }

  /** The file's text: the schema line by line, so that differences between two read well. */
  public String toJson() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", FORMAT);
    root.put("serverVersion", serverVersion);
    ObjectNode measured = root.putObject("sizes");
    sizes.forEach((name, size) -> putSize(measured, name, size));
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
    return new Snapshot(root.path("serverVersion").asInt(), schema.toString(), sizes);
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
