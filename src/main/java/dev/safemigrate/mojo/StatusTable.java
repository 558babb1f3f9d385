package dev.safemigrate.mojo;

import dev.safemigrate.history.HistoryEntry;
import dev.safemigrate.runner.MigrationState;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The status as a table of plain text. */
final class StatusTable {

  private static final List<String> HEADINGS =
      List.of("version", "state", "applied (UTC)", "by", "release", "class", "file");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final List<MigrationState> states;

  StatusTable(List<MigrationState> states) {
    this.states = states;
  }

  /** The table, then a line that counts the states. */
  List<String> lines() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADINGS);
    states.forEach(state -> rows.add(row(state)));
    int[] widths = new int[HEADINGS.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      lines.add(line.toString().stripTrailing());
    }
    lines.add(counts());
    return lines;
  }

  private String counts() {
    Map<String, Long> counts =
        states.stream()
            .collect(
                Collectors.groupingBy(
                    state -> state.state().spelling(), LinkedHashMap::new, Collectors.counting()));
    return counts.isEmpty()
        ? "No migrations in files or history."
        : counts.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
  }

  private static List<String> row(MigrationState state) {
    return List.of(
        oneLine(state.label()),
        state.state().spelling(),
        state.entry().flatMap(HistoryEntry::finishedAt).map(TIME::format).orElse(""),
        state.entry().map(entry -> entry.appliedBy().user()).orElse(""),
        state.entry().flatMap(entry -> entry.appliedBy().projectVersion()).orElse(""),
        state.entry().flatMap(entry -> entry.migration().classification()).orElse(""),
        oneLine(state.file()));
  }

  /** Names come from files and databases: a line break in one must not forge a row. */
  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
