package dev.safemigrate.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.safemigrate.finding.Classification;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a module's {@code report.json} says, as far as a list of modules shows it.
 *
 * @param name the module, as people call it
 * @param outcome empty where the build wrote no report for the module
 */
public record ModuleReport(String name, Optional<Outcome> outcome) {

  /**
   * @param failing findings that fail the goal
   * @param pending pending migrations
   * @param counts pending statements by class
   * @param link to the module's page, relative to the list
   */
  public record Outcome(
      int failing, int pending, Map<Classification, Integer> counts, String link) {}

  /** A module without a report. */
  public static ModuleReport none(String name) {
    return new ModuleReport(name, Optional.empty());
  }

  /**
   * Reads a module's report.
   *
   * @param json the text of its {@code report.json}
   * @throws IOException when the text is not JSON
   */
  public static ModuleReport read(String name, String json, String link) throws IOException {
    JsonNode root = new ObjectMapper().readTree(json);
    Map<Classification, Integer> counts = new LinkedHashMap<>();
    Summary.CLASSES.forEach(c -> counts.put(c, root.at("/summary/" + c.spelling()).asInt()));
    int pending = 0;
    for (JsonNode migration : root.path("migrations")) {
      pending += migration.path("state").asText().equals("pending") ? 1 : 0;
    }
    return new ModuleReport(
        name, Optional.of(new Outcome(root.at("/verdict/failing").asInt(), pending, counts, link)));
  }
}
