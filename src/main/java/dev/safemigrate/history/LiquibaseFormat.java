package dev.safemigrate.history;

import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.NamingStyle;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Liquibase's: id, author and file name a changeset. The file stands there as it was found on the
 * class path of the day, so one path may be the end of the other.
 */
final class LiquibaseFormat implements HistoryFormat {

  private static final Set<String> COLUMNS =
      Set.of("id", "author", "filename", "dateexecuted", "orderexecuted", "exectype", "md5sum");

  private static final String CLASS_PATH = "classpath:";

  @Override
  public NamingStyle tool() {
    return NamingStyle.LIQUIBASE;
  }

  @Override
  public Set<String> tables() {
    return Set.of("databasechangelog");
  }

  @Override
  public boolean recognises(Set<String> columns) {
    return columns.containsAll(COLUMNS);
  }

  @Override
  public Map<String, AppliedElsewhere> applied(HistoryRows rows, List<MigrationScript> scripts)
      throws SQLException {
    Map<String, Map<String, AppliedElsewhere>> files = new HashMap<>();
    for (List<String> row :
        rows.select(
            List.of("id", "author", "filename", AppliedElsewhere.epoch("dateexecuted")),
            "WHERE exectype IN ('EXECUTED', 'RERAN', 'MARK_RAN')")) {
      files
          .computeIfAbsent(row.get(0) + "::" + row.get(1), key -> new HashMap<>())
          .put(plain(row.get(2)), AppliedElsewhere.at(row.get(3)));
    }
    Map<String, AppliedElsewhere> applied = new HashMap<>();
    for (MigrationScript script : scripts) {
      find(script, files).ifPresent(found -> applied.put(script.identity(), found));
    }
    return applied;
  }

  private static Optional<AppliedElsewhere> find(
      MigrationScript script, Map<String, Map<String, AppliedElsewhere>> files) {
    String file = script.name();
    String changeset = script.identity().substring(file.length() + "::".length());
    return files.getOrDefault(changeset, Map.of()).entrySet().stream()
        .filter(
            known ->
                known.getKey().equals(file)
                    || known.getKey().endsWith("/" + file)
                    || file.endsWith("/" + known.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static String plain(String file) {
    String path = file.startsWith(CLASS_PATH) ? file.substring(CLASS_PATH.length()) : file;
    return path.startsWith("/") ? path.substring(1) : path;
  }
}
