package dev.safemigrate.report;

import dev.safemigrate.analysis.AnalysedStatement;
import dev.safemigrate.analysis.ReportedFinding;
import dev.safemigrate.report.page.MigrationView.Line;
import dev.safemigrate.report.page.MigrationView.Look;
import dev.safemigrate.report.page.MigrationView.Segment;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.KeywordCategory;
import dev.safemigrate.text.Lexer;
import dev.safemigrate.text.LineIndex;
import dev.safemigrate.text.Span;
import dev.safemigrate.text.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** A statement's SQL in numbered lines, with key words, comments and the places of findings. */
final class SqlLines {

  private static final int LONGEST = 20_000;

  private final AnalysedStatement statement;
  private final String sql;
  private final LineIndex index;
  private final Look[] looks;
  private final BitSet marks = new BitSet();
  private boolean wholly;

  private SqlLines(AnalysedStatement statement) {
    this.statement = statement;
    String all = statement.sql();
    this.sql = all.length() <= LONGEST ? all : all.substring(0, LONGEST);
    this.index = new LineIndex(sql);
    this.looks = new Look[sql.length()];
    Arrays.fill(looks, Look.PLAIN);
    look();
    statement.findings().forEach(this::mark);
  }

  /** Lines with marks, and whether a finding is about the whole statement. */
  record Result(List<Line> lines, boolean wholly, int cut) {}

  static Result of(AnalysedStatement statement) {
    SqlLines lines = new SqlLines(statement);
    int all = (int) statement.sql().lines().count();
    List<Line> shown = lines.lines();
    return new Result(shown, lines.wholly, Math.max(0, all - shown.size()));
  }

  private void look() {
    Tokens tokens = Lexer.read(sql);
    for (int i = 0; i < tokens.count(); i++) {
      if (isKeyword(tokens, i)) {
        paint(tokens.span(i), Look.KEYWORD);
      }
    }
    for (int i = 0; i < tokens.commentCount(); i++) {
      paint(tokens.comment(i), Look.COMMENT);
    }
  }

  /** Words that are no names wherever they stand, or that are written as key words are. */
  private static boolean isKeyword(Tokens tokens, int token) {
    Keyword keyword = tokens.keyword(token);
    if (keyword == Keyword.NOT_A_KEYWORD) {
      return false;
    }
    return token == 0
        || keyword.category() == KeywordCategory.RESERVED
        || tokens.textOf(token).chars().allMatch(c -> c == '_' || (c >= 'A' && c <= 'Z'));
  }

  private void paint(Span span, Look look) {
    for (int i = span.start(); i < span.end(); i++) {
      looks[i] = look;
    }
  }

  private void mark(ReportedFinding finding) {
    int start = offset(finding.line(), finding.column());
    int end = offset(finding.endLine(), finding.endColumn());
    boolean all = start <= 0 && end >= sql.stripTrailing().length();
    if (all) {
      wholly = true;
    } else if (start < end) {
      marks.set(start, end);
      unmarkIndentation(start, end);
    }
  }

  private void unmarkIndentation(int start, int end) {
    boolean indentation = false;
    for (int i = start; i < end; i++) {
      char c = sql.charAt(i);
      indentation = c == '\n' || (indentation && (c == ' ' || c == '\t'));
      if (indentation) {
        marks.clear(i);
      }
    }
  }

  /** Where a place of the file is in the statement, within its bounds. */
  private int offset(int line, int column) {
    int row = line - statement.line() + 1;
    if (row < 1) {
      return 0;
    }
    if (row > index.lineCount()) {
      return sql.length();
    }
    int shift = row == 1 ? statement.column() : 1;
    return Math.max(0, Math.min(sql.length(), index.start(row) + column - shift));
  }

  private List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (int row = 1; row <= index.lineCount(); row++) {
      int start = index.start(row);
      int end = row < index.lineCount() ? index.start(row + 1) : sql.length();
      while (end > start && (sql.charAt(end - 1) == '\n' || sql.charAt(end - 1) == '\r')) {
        end--;
      }
      if (row == index.lineCount() && start == end && row > 1) {
        break;
      }
      lines.add(new Line(statement.line() + row - 1, segments(row, start, end)));
    }
    return lines;
  }

  /** The first line is shown with the indentation that it has in the file. */
  private List<Segment> segments(int row, int start, int end) {
    List<Segment> segments = new ArrayList<>();
    if (row == 1 && statement.column() > 1) {
      segments.add(
          new Segment(" ".repeat(Math.min(40, statement.column() - 1)), Look.PLAIN, false));
    }
    int from = start;
    while (from < end) {
      int to = from + 1;
      while (to < end && looks[to] == looks[from] && marks.get(to) == marks.get(from)) {
        to++;
      }
      segments.add(new Segment(sql.substring(from, to), looks[from], marks.get(from)));
      from = to;
    }
    return segments;
  }
}
