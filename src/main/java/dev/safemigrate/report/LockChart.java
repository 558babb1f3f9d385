package dev.safemigrate.report;

import dev.safemigrate.effect.LockMode;
import dev.safemigrate.report.page.Chart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Draws a lock timeline: a narrow column for a statement that takes an instant, a wide one for a
 * statement that takes as long as its tables are big.
 */
final class LockChart {

  private static final double INSTANT = 1;
  private static final double TAKES_TIME = 4;

  /** A short transaction does not fill the width, so that an instant looks like one. */
  private static final double WIDTH_AT_LEAST = 8;

  private static final double ROOM_FOR_A_LABEL = 13;
  private static final int ROWS_AT_MOST = 25;

  /** Pixels; the height of a bar tells how strong a lock is. */
  static final int ROW_HEIGHT = 18;

  private final LockTimeline timeline;
  private final double[] starts;
  private final double scale;

  private LockChart(LockTimeline timeline) {
    this.timeline = timeline;
    this.starts = new double[timeline.columns().size() + 1];
    for (int i = 0; i < timeline.columns().size(); i++) {
      starts[i + 1] = starts[i] + (timeline.columns().get(i).takesTime() ? TAKES_TIME : INSTANT);
    }
    this.scale = 100 / Math.max(WIDTH_AT_LEAST, starts[starts.length - 1]);
  }

  static Chart of(LockTimeline timeline) {
    return new LockChart(timeline).draw();
  }

  private Chart draw() {
    double end = starts[starts.length - 1] * scale;
    boolean transaction = timeline.transaction().isPresent();
    List<Chart.Row> rows = timeline.rows().stream().limit(ROWS_AT_MOST).map(this::row).toList();
    return new Chart(
        transaction ? "Locks of the transaction" : "Locks of the statement",
        columns(),
        percent(end),
        transaction && end < 100 - ROOM_FOR_A_LABEL ? "commit" : "",
        rows,
        timeline.rows().size() - rows.size());
  }

  private List<Chart.Column> columns() {
    List<Chart.Column> columns = new ArrayList<>();
    double free = 0;
    for (int i = 0; i < timeline.columns().size(); i++) {
      LockTimeline.Column column = timeline.columns().get(i);
      double x = starts[i] * scale;
      String label = "";
      // A label may run into the columns behind it, but not into the next label.
      if (x >= free && x <= 100 - ROOM_FOR_A_LABEL) {
        label = "line " + column.statement().line();
        free = x + ROOM_FOR_A_LABEL;
      }
      columns.add(new Chart.Column(percent(x), width(i, i + 1), label, column.takesTime()));
    }
    return columns;
  }

  private Chart.Row row(LockTimeline.Row row) {
    List<Chart.Bar> bars = new ArrayList<>();
    for (LockTimeline.Bar bar : row.bars()) {
      bars(bar, bars);
    }
    return new Chart.Row(
        row.relation().toString(),
        row.strongest().sqlName(),
        style(row.strongest()),
        timeline.sentence(row),
        row.makesOthersWaitLong(),
        bars);
  }

  /** One rectangle for each run of columns that are alike. */
  private void bars(LockTimeline.Bar bar, List<Chart.Bar> bars) {
    int from = bar.from();
    while (from < bar.to()) {
      boolean takesTime = timeline.columns().get(from).takesTime();
      int to = from + 1;
      while (to < bar.to() && timeline.columns().get(to).takesTime() == takesTime) {
        to++;
      }
      int height = 4 + 2 * bar.mode().ordinal();
      bars.add(
          new Chart.Bar(
              percent(starts[from] * scale),
              width(from, to),
              ROW_HEIGHT - height,
              height,
              style(bar.mode()) + (takesTime ? "l" : "")));
      from = to;
    }
  }

  /** The style by who waits: {@code w2} everybody, {@code w1} writers, {@code w0} nobody. */
  private static String style(LockMode mode) {
    if (mode.blocksReads()) {
      return "w2";
    }
    return mode.blocksWrites() ? "w1" : "w0";
  }

  private String width(int from, int to) {
    return percent((starts[to] - starts[from]) * scale);
  }

  private static String percent(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
  }
}
