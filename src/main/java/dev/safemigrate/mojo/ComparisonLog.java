package dev.safemigrate.mojo;

import dev.safemigrate.catalog.WorkloadComparison;
import dev.safemigrate.runner.Workloads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.maven.plugin.logging.Log;

/** Shows in the log what became worse since a run. */
final class ComparisonLog {

  private static final int SHOWN = 20;

  private final Log log;

  ComparisonLog(Log log) {
    this.log = log;
  }

  void show(Optional<Workloads.Compared> compared) {
    if (compared.isEmpty()) {
      log.info(
          "Nothing to compare with: no run of migrate:apply with keepFigures has applied anything"
              + " yet.");
      return;
    }
    WorkloadComparison figures = compared.get().figures();
    List<String> worse = lines(compared.get());
    String span =
        "the run of %s (figures of %s)".formatted(figures.since(), words(figures.length()));
    if (worse.isEmpty()) {
      log.info("Nothing that could be compared became worse since " + span + ".");
    } else {
      log.warn("Worse since " + span + ":");
      worse.forEach(line -> log.warn("  " + line));
    }
    figures.notes().forEach(log::warn);
  }

  private static List<String> lines(Workloads.Compared compared) {
    WorkloadComparison figures = compared.figures();
    List<String> slower = new ArrayList<>();
    for (WorkloadComparison.Slower statement : figures.slower()) {
      slower.add(slower(statement));
      String text = compared.texts().get(statement.hash());
      if (text != null) {
        slower.set(
            slower.size() - 1,
            slower.get(slower.size() - 1) + ": " + text.replaceAll("\\s+", " ").strip());
      }
    }
    List<String> lines = new ArrayList<>(limited(slower));
    lines.addAll(limited(figures.sequential().stream().map(ComparisonLog::sequential).toList()));
    lines.addAll(limited(figures.unused().stream().map(ComparisonLog::unused).toList()));
    if (!slower.isEmpty() && compared.texts().isEmpty()) {
      lines.add(
          "What a statement reads: -Dmigrate.showQueries, or SELECT query FROM pg_stat_statements"
              + " WHERE md5(query) = '...'.");
    }
    return lines;
  }

  private static List<String> limited(List<String> lines) {
    if (lines.size() <= SHOWN) {
      return lines;
    }
    List<String> shown = new ArrayList<>(lines.subList(0, SHOWN));
    shown.add("and %d more (status.json has all)".formatted(lines.size() - SHOWN));
    return shown;
  }

  private static String slower(WorkloadComparison.Slower statement) {
    return String.format(
        Locale.ROOT,
        "statement %s takes %.2f ms instead of %.2f ms (%d calls since, %d before)",
        statement.hash(),
        statement.after().mean(),
        statement.before().mean(),
        statement.after().calls(),
        statement.before().calls());
  }

  private static String sequential(WorkloadComparison.Sequential table) {
    return String.format(
        Locale.ROOT,
        "table %s is read whole in %.0f %% of its scans instead of %.0f %% (%d times since, %d rows"
            + " each)",
        table.table(),
        100 * table.after().sequentialShare(),
        100 * table.before().sequentialShare(),
        table.after().sequential(),
        table.rows());
  }

  private static String unused(WorkloadComparison.Unused index) {
    return String.format(
        Locale.ROOT,
        "index %s is new and nobody reads it (%.1f MB; its table was scanned %d times since)",
        index.index(),
        index.bytes() / 1_000_000.0,
        index.scans());
  }

  private static String words(Duration length) {
    if (length.toHours() >= 48) {
      return length.toDays() + " days";
    }
    return length.toMinutes() >= 120
        ? length.toHours() + " hours"
        : length.toMinutes() + " minutes";
  }
}
