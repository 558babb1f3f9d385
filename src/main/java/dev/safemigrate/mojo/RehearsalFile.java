package dev.safemigrate.mojo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.safemigrate.runner.TestedDowns;
import dev.safemigrate.runner.TestedDowns.Down;
import dev.safemigrate.runner.TestedDowns.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.logging.Log;

/** What became of the down scripts in a rehearsal, as JSON: fields may be added. */
final class RehearsalFile {

  private static final int SCHEMA_VERSION = 1;

  private final Path file;

  RehearsalFile(Path file) {
    this.file = file;
  }

  void write(TestedDowns tested) throws MojoExecutionException {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("schemaVersion", SCHEMA_VERSION);
    root.put("finishedAt", tested.at().toString());
    root.put("postgresVersion", tested.postgresVersion());
    ArrayNode downs = root.putArray("downs");
    for (Down down : tested.downs()) {
      downs
          .addObject()
          .put("script", down.script())
          .put("migrationChecksum", down.migrationChecksum())
          .put("checksum", down.checksum())
          .put("outcome", spelling(down.outcome()));
    }
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(
          file,
          new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
    } catch (IOException e) {
      throw new MojoExecutionException("Cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /** Empty where there is none; one that cannot be read is told and no more. */
  Optional<TestedDowns> read(Log log) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      JsonNode root = new ObjectMapper().readTree(file.toFile());
      if (root.path("schemaVersion").asInt() != SCHEMA_VERSION) {
        throw new IOException("it is of another version of this plugin");
      }
      List<Down> downs = new ArrayList<>();
      for (JsonNode down : root.path("downs")) {
        downs.add(
            new Down(
                down.path("script").asText(),
                down.path("migrationChecksum").asText(),
                down.path("checksum").asText(),
                outcome(down.path("outcome").asText())));
      }
      return Optional.of(
          new TestedDowns(
              Instant.parse(root.path("finishedAt").asText()),
              root.path("postgresVersion").asInt(),
              downs));
    } catch (IOException | DateTimeException e) {
      log.warn("What the rehearsal has shown is not known: " + file + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private static String spelling(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static Outcome outcome(String text) throws IOException {
    for (Outcome outcome : Outcome.values()) {
      if (spelling(outcome).equals(text)) {
        return outcome;
      }
    }
    throw new IOException("'" + text + "' is no outcome");
  }
}
