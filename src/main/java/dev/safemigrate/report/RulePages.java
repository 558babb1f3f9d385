package dev.safemigrate.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The rules' pages, as they are packed with the plugin. */
final class RulePages {

  private RulePages() {}

  /** The page of a rule in Markdown, if it has one. */
  static Optional<String> markdown(String ruleId) {
    return resource("/dev/safemigrate/rules/" + ruleId + ".md");
  }

  /** A text that is packed with the plugin. */
  static Optional<String> resource(String path) {
    try (InputStream in = RulePages.class.getResourceAsStream(path)) {
      return in == null
          ? Optional.empty()
          : Optional.of(
              new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path + " from the plugin", e);
    }
  }
}
