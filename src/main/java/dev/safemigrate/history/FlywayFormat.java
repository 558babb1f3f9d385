package dev.safemigrate.history;

import dev.safemigrate.source.Checksums;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.MigrationScript.Kind;
import dev.safemigrate.source.NamingStyle;
import dev.safemigrate.source.Version;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Flyway's: the last row of a version counts, a baseline stands for everything up to it, and a
 * repeatable is applied as long as its newest row has the checksum of the file.
 */
final class FlywayFormat implements HistoryFormat {

  private static final Set<String> COLUMNS =
      Set.of("installed_rank", "version", "description", "type", "script", "checksum", "success");

  @Override
  public NamingStyle tool() {
    return NamingStyle.FLYWAY;
  }

  /** The second name is that of the years before Flyway 5. */
  @Override
  public Set<String> tables() {
    return Set.of("flyway_schema_history", "schema_version");
  }

  @Override
  public boolean recognises(Set<String> columns) {
    return columns.containsAll(COLUMNS);
  }

  @Override
  public Set<String> applied(HistoryRows rows, List<MigrationScript> scripts) throws SQLException {
    Set<Version> versions = new HashSet<>();
    Map<String, String> repeatables = new HashMap<>();
    Optional<Version> baseline = Optional.empty();
    for (List<String> row : rows(rows)) {
      boolean success = Boolean.parseBoolean(row.get(4));
      String type = row.get(2);
      Optional<Version> version = Version.ofNumbers(row.get(0));
      if (version.isEmpty()) {
        // Rows without a version that are no repeatables: SCHEMA says who made the schema.
        if (success && !type.equals("SCHEMA")) {
          repeatables.put(row.get(1), type.equals("DELETE") ? "" : row.get(3));
        }
      } else if (success && type.contains("BASELINE")) {
        baseline =
            baseline
                .filter(known -> known.compareTo(version.get()) >= 0)
                .or(() -> Optional.of(version.get()));
      } else if (success && !type.startsWith("UNDO") && !type.equals("DELETE")) {
        versions.add(version.get());
      } else {
        versions.remove(version.get());
      }
    }
    Optional<Version> base = baseline;
    return scripts.stream()
        .filter(script -> isApplied(script, versions, base, repeatables))
        .map(MigrationScript::identity)
        .collect(Collectors.toSet());
  }

  private static List<List<String>> rows(HistoryRows rows) throws SQLException {
    return rows.select(
        List.of(
            "coalesce(version, '')",
            "description",
            "type",
            "coalesce(checksum::text, '')",
            "success::text"),
        "ORDER BY installed_rank");
  }

  private static boolean isApplied(
      MigrationScript script,
      Set<Version> versions,
      Optional<Version> baseline,
      Map<String, String> repeatables) {
    if (script.kind() == Kind.REPEATABLE) {
      return checksums(script).contains(repeatables.getOrDefault(script.description(), ""));
    }
    return script
        .version()
        .filter(
            version ->
                versions.contains(version)
                    || baseline.filter(base -> version.compareTo(base) <= 0).isPresent())
        .isPresent();
  }

  /** Flyway takes the content after placeholders, and knows the one before as its equal. */
  private static Set<String> checksums(MigrationScript script) {
    return Set.copyOf(
        List.of(
            String.valueOf(Checksums.flyway(script.sql().text())),
            String.valueOf(Checksums.flyway(script.sql().fileText()))));
  }
}
