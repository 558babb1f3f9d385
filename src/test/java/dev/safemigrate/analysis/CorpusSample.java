package dev.safemigrate.analysis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The findings that a person reads to judge a rule: the same ones for the same findings, spread
 * over the projects and over the history of each, so that no project and no file fills the sample.
 */
final class CorpusSample {

  private static final int OF_A_RULE = 20;
  private static final int OF_A_PROJECT = 4;

  private final Map<String, Map<String, List<Hit>>> hits = new TreeMap<>();

  /** Takes in everything that was found in a project. */
  void add(String project, AnalysisResult result) {
    for (AnalysedMigration migration : result.migrations()) {
      migration.findings().forEach(finding -> add(new Hit(project, "", finding)));
      for (AnalysedStatement statement : migration.statements()) {
        statement.findings().forEach(f -> add(new Hit(project, statement.sql(), f)));
      }
    }
  }

  private void add(Hit hit) {
    hits.computeIfAbsent(hit.finding().rule().id(), rule -> new TreeMap<>())
        .computeIfAbsent(hit.project(), project -> new ArrayList<>())
        .add(hit);
  }

  /** Writes {@code RULE.txt} for every rule that found something. */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, Map<String, List<Hit>>> rule : hits.entrySet()) {
      StringBuilder text = new StringBuilder();
      of(rule.getKey()).forEach(hit -> text.append(hit.printed()));
      Files.writeString(folder.resolve(rule.getKey() + ".txt"), text);
    }
  }

  /** All when they are few; else one of each project in turn, until there are enough. */
  List<Hit> of(String rule) {
    Map<String, List<Hit>> projects = hits.getOrDefault(rule, Map.of());
    if (projects.values().stream().mapToInt(List::size).sum() <= OF_A_RULE) {
      return projects.values().stream().flatMap(List::stream).toList();
    }
    List<List<Hit>> spread = projects.values().stream().map(CorpusSample::spread).toList();
    List<Hit> chosen = new ArrayList<>();
    for (int turn = 0; turn < OF_A_PROJECT; turn++) {
      for (List<Hit> project : spread) {
        if (turn < project.size() && chosen.size() < OF_A_RULE) {
          chosen.add(project.get(turn));
        }
      }
    }
    return List.copyOf(chosen);
  }

  private static List<Hit> spread(List<Hit> project) {
    int wanted = Math.min(OF_A_PROJECT, project.size());
    List<Hit> spread = new ArrayList<>();
    for (int i = 0; i < wanted; i++) {
      spread.add(project.get(i * project.size() / wanted));
    }
    return spread;
  }

  /** A finding with the words of its statement. */
  record Hit(String project, String sql, ReportedFinding finding) {

    private String printed() {
      return """
          == %s %s:%d:%d (%s)
          %s
          -> %s
          => %s
          %s

          """
          .formatted(
              project,
              finding.file(),
              finding.line(),
              finding.column(),
              finding.classification().spelling(),
              sql,
              finding.message(),
              finding.remedy().text(),
              finding.remedy().sql());
    }
  }
}
