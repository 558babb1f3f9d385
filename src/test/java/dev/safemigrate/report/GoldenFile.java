package dev.safemigrate.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A committed text that a result must equal; {@code -Dgolden=update} rewrites it. */
final class GoldenFile {

  private static final String RULES_FROM = "<section id=\"rules\"";

  private GoldenFile() {}

  /**
   * Without what has a home of its own, so that a change there changes no report: the rules' pages,
   * the style sheet and the script.
   */
  static String withoutParts(ReportFormat format, String text) {
    if (format == ReportFormat.SARIF) {
      return withoutHelp(text);
    }
    if (format != ReportFormat.HTML) {
      return text;
    }
    int rules = text.indexOf(RULES_FROM);
    String body = text.substring(text.indexOf("<body>"), rules < 0 ? text.length() : rules);
    return body.replaceAll("(?s)<script>.*?</script>", "");
  }

  private static String withoutHelp(String sarif) {
    try {
      JsonNode root = new ObjectMapper().readTree(sarif);
      for (JsonNode rule : root.at("/runs/0/tool/driver/rules")) {
        ((ObjectNode) rule).remove("help");
      }
      return Json.write(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void compare(Path folder, String name, String actual) {
    Path file = folder.resolve(name);
    try {
      if ("update".equals(System.getProperty("golden"))) {
        Files.createDirectories(folder);
        Files.writeString(file, actual);
      }
      assertThat(file).as("missing; mvn test -Dgolden=update writes it").exists();
      assertThat(actual)
          .as("%s differs; mvn test -Dgolden=update rewrites it", file)
          .isEqualTo(Files.readString(file).replace("\r\n", "\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
