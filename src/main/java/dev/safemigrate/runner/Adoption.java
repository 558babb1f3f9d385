package dev.safemigrate.runner;

import dev.safemigrate.history.AppliedElsewhere;
import dev.safemigrate.history.ForeignHistory;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.NamingStyle;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Takes another tool's history over into ours; the tool's own table is only read. */
public final class Adoption {

  private final Sessions sessions;
  private final RunSettings settings;
  private final RunListener listener;

  public Adoption(Sessions sessions, RunSettings settings, RunListener listener) {
    this.sessions = sessions;
    this.settings = settings;
    this.listener = listener;
  }

  /**
   * What was taken over.
   *
   * @param table of the other tool
   * @param known how many of the files it says are applied
   * @param taken those of them that our history did not have
   */
  public record Adopted(String table, int known, List<MigrationScript> taken) {

    public Adopted {
      taken = List.copyOf(taken);
    }
  }

  /**
   * Takes over what the other tool has applied and our history does not have.
   *
   * @param scripts all of the project
   * @param previewOnly whether they are only named
   * @throws RunException when the database has no such history or several, or files were changed
   */
  public Adopted run(NamingStyle tool, List<MigrationScript> scripts, boolean previewOnly)
      throws RunException, SQLException, InterruptedException {
    Map<String, Optional<Instant>> marks = new HashMap<>();
    String table;
    try (Connection connection = sessions.open("adopt")) {
      ForeignHistory history = find(connection, tool);
      table = history.toString();
      Map<String, AppliedElsewhere> entries = history.entries(connection, scripts);
      refuseChanged(scripts, entries, table);
      entries.forEach((identity, entry) -> marks.put(identity, entry.at()));
    }
    List<MigrationScript> taken =
        new MarkApplied(sessions, settings, listener)
            .run(scripts, marks, "taken over from " + table, previewOnly);
    return new Adopted(table, marks.size(), taken);
  }

  private ForeignHistory find(Connection connection, NamingStyle tool)
      throws SQLException, RunException {
    List<ForeignHistory> all = ForeignHistory.find(connection);
    List<ForeignHistory> found =
        all.stream()
            .filter(history -> history.tool() == tool)
            .filter(history -> settings.schema().map(history.table().schema()::equals).orElse(true))
            .toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    if (found.isEmpty()) {
      throw new RunException(
          RunException.Kind.REFUSED,
          "The database has no history of %s%s. Nothing was changed."
              .formatted(tool.parameter(), all.isEmpty() ? "" : "; it has " + names(all)));
    }
    throw new RunException(
        RunException.Kind.REFUSED,
        "The database has several histories of %s: %s. Say with migrate.schema which one counts. Nothing was changed."
            .formatted(tool.parameter(), names(found)));
  }

  private static void refuseChanged(
      List<MigrationScript> scripts, Map<String, AppliedElsewhere> entries, String table)
      throws RunException {
    List<String> changed =
        scripts.stream()
            .filter(
                script ->
                    Optional.ofNullable(entries.get(script.identity()))
                        .filter(AppliedElsewhere::changed)
                        .isPresent())
            .map(MigrationScript::name)
            .toList();
    if (!changed.isEmpty()) {
      throw new RunException(
          RunException.Kind.REFUSED,
          "%d files are not what %s says was applied: %s. Nothing was changed. Restore them, or let the other tool accept them first."
              .formatted(changed.size(), table, String.join(", ", changed)));
    }
  }

  private static String names(List<ForeignHistory> histories) {
    return histories.stream()
        .map(history -> history + " (" + history.tool().parameter() + ")")
        .collect(Collectors.joining(", "));
  }
}
