package dev.safemigrate.mojo;

import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.catalog.Snapshot;
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
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;

/** The file that says what is in production: a snapshot, or what pg_dump --schema-only writes. */
final class BaseSchema {

  private final String schema;
  private final Map<RelationName, RelationSize> sizes;
  private final Optional<ServerVersion> serverVersion;

  private BaseSchema(
      String schema, Map<RelationName, RelationSize> sizes, Optional<ServerVersion> serverVersion) {
    this.schema = schema;
    this.sizes = sizes;
    this.serverVersion = serverVersion;
  }

  /** Reads the file; one that ends in .json is a snapshot. */
  static BaseSchema read(Path file) throws MojoExecutionException {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      if (!file.toString().endsWith(".json")) {
        return new BaseSchema(text, Map.of(), Optional.empty());
      }
      Snapshot snapshot = Snapshot.ofJson(text);
      return new BaseSchema(
          snapshot.schema(),
          snapshot.sizes(),
          Optional.of(new ServerVersion(snapshot.serverVersion())));
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

  /** What is there, for a server of that version. */
  SchemaState state(ServerVersion version) {
    return new SchemaFold(version, new JSqlParserQueryReader())
        .base(SqlParser.parse(schema, version).statements(), sizes);
  }
}
