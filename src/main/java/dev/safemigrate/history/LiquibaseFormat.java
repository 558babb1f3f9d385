package dev.safemigrate.history;

import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.NamingStyle;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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
  public Set<String> applied(HistoryRows rows, List<MigrationScript> scripts) throws SQLException {
    Map<String, Set<String>> files = new HashMap<>();
    for (List<String> row :
        rows.select(
            List.of("id", "author", "filename"),
            "WHERE exectype IN ('EXECUTED', 'RERAN', 'MARK_RAN')")) {
      files
          .computeIfAbsent(row.get(0) + "::" + row.get(1), key -> new HashSet<>())
          .add(plain(row.get(2)));
    }
    return scripts.stream()
        .filter(script -> isApplied(script, files))
        .map(MigrationScript::identity)
        .collect(Collectors.toSet());
  }

  private static boolean isApplied(MigrationScript script, Map<String, Set<String>> files) {
    String file = script.name();
    String changeset = script.identity().substring(file.length() + "::".length());
    return files.getOrDefault(changeset, Set.of()).stream()
        .anyMatch(
            known ->
                known.equals(file) || known.endsWith("/" + file) || file.endsWith("/" + known));
  }

  private static String plain(String file) {
    String path = file.startsWith(CLASS_PATH) ? file.substring(CLASS_PATH.length()) : file;
    return path.startsWith("/") ? path.substring(1) : path;
  }
}
