package dev.safemigrate.history;

import dev.safemigrate.source.Checksums;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.MigrationScript.Kind;
import dev.safemigrate.source.NamingStyle;
import dev.safemigrate.source.Version;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
  public Map<String, AppliedElsewhere> applied(HistoryRows rows, List<MigrationScript> scripts)
      throws SQLException {
    Map<Version, Row> versions = new HashMap<>();
    Map<String, Row> repeatables = new HashMap<>();
    Optional<Row> baseline = Optional.empty();
    for (Row row : rows(rows)) {
      Optional<Version> version = row.version();
      if (version.isEmpty()) {
        // Rows without a version that are no repeatables: SCHEMA says who made the schema.
        if (row.success() && !row.type().equals("SCHEMA")) {
          repeatables.put(row.description(), row);
        }
      } else if (row.success() && row.type().contains("BASELINE")) {
        baseline =
            baseline
                .filter(known -> known.version().orElseThrow().compareTo(version.get()) >= 0)
                .or(() -> Optional.of(row));
      } else if (row.success() && !row.type().startsWith("UNDO") && !row.isDeletion()) {
        versions.put(version.get(), row);
      } else {
        versions.remove(version.get());
      }
    }
    Map<String, AppliedElsewhere> applied = new HashMap<>();
    for (MigrationScript script : scripts) {
      Optional<Row> row =
          script.kind() == Kind.REPEATABLE
              ? repeatable(script, repeatables)
              : versioned(script, versions, baseline);
      row.ifPresent(found -> applied.put(script.identity(), found.applied(script)));
    }
    return applied;
  }

  /** A row of the table, with what is of interest in it. */
  private record Row(
      Optional<Version> version,
      String description,
      String type,
      String checksum,
      boolean success,
      Optional<Instant> installedOn) {

    boolean isDeletion() {
      return type.equals("DELETE");
    }

    /** Rows of baselines and of programs have no checksum. */
    AppliedElsewhere applied(MigrationScript script) {
      return new AppliedElsewhere(
          installedOn, !checksum.isEmpty() && !checksums(script).contains(checksum));
    }
  }

  private static List<Row> rows(HistoryRows rows) throws SQLException {
    return rows
        .select(
            List.of(
                "coalesce(version, '')",
                "description",
                "type",
                "coalesce(checksum::text, '')",
                "success::text",
                AppliedElsewhere.epoch("installed_on")),
            "ORDER BY installed_rank")
        .stream()
        .map(
            row ->
                new Row(
                    Version.ofNumbers(row.get(0)),
                    row.get(1),
                    row.get(2),
                    row.get(3),
                    Boolean.parseBoolean(row.get(4)),
                    AppliedElsewhere.time(row.get(5))))
        .toList();
  }

  private static Optional<Row> repeatable(MigrationScript script, Map<String, Row> repeatables) {
    return Optional.ofNullable(repeatables.get(script.description()))
        .filter(row -> !row.isDeletion() && checksums(script).contains(row.checksum()));
  }

  private static Optional<Row> versioned(
      MigrationScript script, Map<Version, Row> versions, Optional<Row> baseline) {
    return script
        .version()
        .flatMap(
            version ->
                Optional.ofNullable(versions.get(version))
                    .or(
                        () ->
                            baseline.filter(
                                base ->
                                    base.version()
                                        .filter(last -> version.compareTo(last) <= 0)
                                        .isPresent())));
  }

  /** Flyway takes the content after placeholders, and knows the one before as its equal. */
  private static Set<String> checksums(MigrationScript script) {
    return Set.copyOf(
        List.of(
            String.valueOf(Checksums.flyway(script.sql().text())),
            String.valueOf(Checksums.flyway(script.sql().fileText()))));
  }
}
