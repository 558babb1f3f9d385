package dev.safemigrate.report.page;

import java.util.List;

/** The whole page. */
public record Page(
    String project, String verdict, String reason, List<String> facts, List<String> findings) {

  public Page {
    facts = List.copyOf(facts);
    findings = List.copyOf(findings);
  }
}
