package dev.safemigrate.report.page;

import java.util.List;

/**
 * The page that lists a build's modules, worded.
 *
 * @param classes the heads of the columns of counts
 */
public record ModulesPage(
    String project,
    String tool,
    String styles,
    boolean passes,
    String verdict,
    List<String> classes,
    List<Row> rows) {

  /**
   * A module.
   *
   * @param link empty where it has no report; the rest says nothing then
   */
  public record Row(
      String name, String link, String verdict, String style, int pending, List<Integer> counts) {}
}
