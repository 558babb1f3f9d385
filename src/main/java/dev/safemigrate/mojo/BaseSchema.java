package dev.safemigrate.mojo;

import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.catalog.Snapshot;
import dev.safemigrate.history.HistoryEntry;
import dev.safemigrate.parser.JSqlParserQueryReader;
import dev.safemigrate.parser.SqlParser;
import dev.safemigrate.schema.RelationName;
import dev.safemigrate.schema.RelationSize;
import dev.safemigrate.schema.SchemaFold;
import dev.safemigrate.schema.SchemaState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;

/** The file that says what is in production: a snapshot, or what pg_dump --schema-only writes. */
final class BaseSchema {

  private final String schema;
  private final Map<RelationName, RelationSize> sizes;
  private final Optional<ServerVersion> serverVersion;
  private final List<HistoryEntry> history;

  private BaseSchema(
      String schema,
      Map<RelationName, RelationSize> sizes,
      Optional<ServerVersion> serverVersion,
      List<HistoryEntry> history) {
    this.schema = schema;
    this.sizes = sizes;
    this.serverVersion = serverVersion;
    this.history = List.copyOf(history);
  }

  /** Reads the file; one that ends in .json is a snapshot. */
  static BaseSchema read(Path file) throws MojoExecutionException {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      if (!file.toString().endsWith(".json")) {
        return new BaseSchema(text, Map.of(), Optional.empty(), List.of());
      }
      Snapshot snapshot = Snapshot.ofJson(text);
      return new BaseSchema(
          snapshot.schema(),
          snapshot.sizes(),
          Optional.of(new ServerVersion(snapshot.serverVersion())),
          SnapshotHistory.entries(snapshot.applied()));
    } catch (IOException e) {
      throw new MojoExecutionException(
          "Parameter 'base' names %s, which cannot be read: %s".formatted(file, e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new MojoExecutionException(
          "Parameter 'base' names %s: %s.".formatted(file, e.getMessage()), e);
    }
  }

  /** The major version of the server that a snapshot was taken from. */
  Optional<ServerVersion> serverVersion() {
    return serverVersion;
  }

  /** The SQL that makes it, as pg_dump writes it. */
  String sql() {
    return schema;
  }

  /** What was applied when a snapshot was taken; empty where that is not recorded. */
  List<HistoryEntry> history() {
    return history;
  }

  /** What is there, for a server of that version. */
  SchemaState state(ServerVersion version) {
    return new SchemaFold(version, new JSqlParserQueryReader())
        .base(SqlParser.parse(schema, version).statements(), sizes);
  }
}
