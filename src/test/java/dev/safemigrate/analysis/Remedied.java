package dev.safemigrate.analysis;

import dev.safemigrate.finding.Remedy;
import dev.safemigrate.rule.Runner;
import java.util.ArrayList;
import java.util.List;

/**
 * A history of migrations in which the statement of one finding gave way to its remedy.
 *
 * @param fixture the history as it is written then
 * @param first the index of the first file that differs from the history before
 */
record Remedied(Fixture fixture, int first) {

  /** One finding with the place where it was found. */
  record Place(int file, AnalysedStatement statement, ReportedFinding finding) {}

  /** The findings of a history that somebody has to act on, in reading order. */
  static List<Place> places(AnalysisResult result) {
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < result.migrations().size(); i++) {
      for (AnalysedStatement statement : result.migrations().get(i).statements()) {
        for (ReportedFinding finding : statement.findings()) {
          if (!finding.acknowledged()) {
            places.add(new Place(i, statement, finding));
          }
        }
      }
    }
    return places;
  }

  /**
   * Puts the remedy in the place of the statement. What stands before the statement stays in its
   * file; files of the remedy's own follow, and then what stood behind.
   */
  static Remedied apply(Fixture fixture, Place place) {
    List<Fixture.File> files = new ArrayList<>();
    Fixture.File changed = fixture.files().get(place.file());
    String text = changed.text();
    int start = place.statement().statement().span().start();
    int end = place.statement().statement().span().end();
    // Comments in front of a statement belong to it.
    int previous = text.lastIndexOf(';', start) + 1;
    String head = text.substring(0, previous);
    String comments = text.substring(previous, start);
    String tail = text.substring(end).replaceFirst("^\\s*;", "");
    fixture.files().subList(0, place.file()).forEach(file -> add(files, file.name(), file.text()));
    List<Remedy.File> own = new ArrayList<>(place.finding().remedy().files());
    boolean begun = place.statement().transaction().isPresent() && head.contains("BEGIN;");
    if (own.get(0).runs() == Remedy.Runs.IN_PLACE) {
      boolean all = own.size() == 1;
      String replaced = head + comments + own.remove(0).sql();
      add(files, changed.name(), all ? replaced + tail : ended(replaced, begun));
      tail = all ? "" : tail;
    } else {
      add(files, changed.name(), ended(head, begun));
    }
    for (Remedy.File file : own) {
      boolean psql = fixture.runner() == Runner.PSQL;
      String sql = comments + file.sql();
      String wrapped = psql ? "BEGIN;\n" + sql + "COMMIT;\n" : sql;
      add(files, "remedy", file.transactional() ? wrapped : OUTSIDE + sql);
    }
    if (!tail.isBlank()) {
      String outside = head.contains(OUTSIDE.strip()) ? OUTSIDE : "";
      add(files, "rest", outside + (begun ? "BEGIN;" : "") + tail);
    }
    fixture.files().subList(place.file() + 1, fixture.files().size()).stream()
        .forEach(file -> add(files, file.name(), file.text()));
    return new Remedied(
        new Fixture(
            files, fixture.version(), fixture.runner(), fixture.style(), true, place.file()),
        place.file());
  }

  private static String ended(String text, boolean begun) {
    return begun ? text + "\nCOMMIT;\n" : text;
  }

  private static final String OUTSIDE = "-- migrate:transaction off\n";

  private static void add(List<Fixture.File> files, String name, String text) {
    String description = name.replaceFirst("^V[^_]*__", "").replaceFirst("\\.sql$", "");
    if (!text.isBlank()) {
      files.add(
          new Fixture.File(
              "V%d__%s.sql".formatted(files.size() + 1, description),
              text.strip() + "\n",
              List.of()));
    }
  }
}
