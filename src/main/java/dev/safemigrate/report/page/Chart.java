package dev.safemigrate.report.page;

import java.util.List;

/**
 * The locks of one transaction as a picture: time runs to the right, from statement to statement.
 *
 * @param label what the picture is of
 * @param columns the statements
 * @param end where the transaction ends, in hundredths of the width
 * @param endLabel what stands there; empty where there is no room or no transaction
 * @param rows the relations
 * @param more how many relations are left out
 */
public record Chart(
    String label, List<Column> columns, String end, String endLabel, List<Row> rows, int more) {

  public Chart {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /**
   * A statement.
   *
   * @param x where it begins, in hundredths of the width
   * @param width how wide it is; the wider ones take time
   * @param label empty where there is no room
   */
  public record Column(String x, String width, String label, boolean takesTime) {}

  /** A relation with its locks. */
  public record Row(
      String relation, String mode, String who, String sentence, boolean isLong, List<Bar> bars) {
    public Row {
      bars = List.copyOf(bars);
    }
  }

  /** A lock, in hundredths of the width and in pixels of height. */
  public record Bar(String x, String width, int y, int height, String fill) {}
}
