package dev.safemigrate.report.page;

import java.util.List;
import java.util.Optional;

/**
 * A migration.
 *
 * @param id its anchor
 * @param name its file's name
 * @param folder what stands before it in its path
 * @param title version and description
 * @param summary statements and findings in a few words
 * @param open whether its details are shown from the start
 * @param findings those that belong to no statement
 * @param parts its transactions
 */
public record MigrationView(
    String id,
    String name,
    String folder,
    String title,
    Tone tone,
    String summary,
    boolean open,
    List<FindingView> findings,
    List<Part> parts) {

  public MigrationView {
    findings = List.copyOf(findings);
    parts = List.copyOf(parts);
  }

  /** A transaction, or a statement outside of any. */
  public record Part(String title, Chart chart, List<StatementView> statements) {
    public Part {
      statements = List.copyOf(statements);
    }
  }

  /**
   * A statement.
   *
   * @param wholly whether a finding is about all of it
   * @param lines the first lines of its SQL
   * @param folded more lines
   * @param cut how many lines the page leaves out
   * @param facts what it does, in sentences
   */
  public record StatementView(
      String id,
      String title,
      Tone tone,
      boolean wholly,
      List<Line> lines,
      List<Line> folded,
      int cut,
      List<String> facts,
      Optional<Comparison> comparison,
      List<FindingView> findings) {

    public StatementView {
      lines = List.copyOf(lines);
      folded = List.copyOf(folded);
      facts = List.copyOf(facts);
      findings = List.copyOf(findings);
    }
  }

  /** A line of SQL with its number in the file. */
  public record Line(int number, List<Segment> segments) {
    public Line {
      segments = List.copyOf(segments);
    }
  }

  /** Characters of one look. */
  public record Segment(String text, Look look, boolean marked) {}

  /** What characters of SQL are. */
  public enum Look {
    PLAIN,
    KEYWORD,
    COMMENT
  }

  /** What was measured beside what was predicted. */
  public record Comparison(String summary, List<ComparedRow> rows) {
    public Comparison {
      rows = List.copyOf(rows);
    }

    public boolean differs() {
      return !rows.stream().allMatch(ComparedRow::same);
    }
  }

  /** One thing that was predicted, measured or both. */
  public record ComparedRow(String what, String predicted, String measured, boolean same) {}

  /**
   * A finding.
   *
   * @param stops whether it fails the build
   * @param until empty, or the day up to which it is accepted
   */
  public record FindingView(
      String rule,
      String title,
      Tone tone,
      String place,
      boolean stops,
      String message,
      String remedy,
      String sql,
      List<String> related,
      String accepted,
      String until) {

    public FindingView {
      related = List.copyOf(related);
    }
  }
}
