package dev.safemigrate.history;

import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.NamingStyle;
import dev.safemigrate.source.Version;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * goose's: the newest row of a version counts, because old releases noted a way back as a row of
 * its own.
 */
final class GooseFormat implements HistoryFormat {

  @Override
  public NamingStyle tool() {
    return NamingStyle.GOOSE;
  }

  @Override
  public Set<String> tables() {
    return Set.of("goose_db_version");
  }

  @Override
  public boolean recognises(Set<String> columns) {
    return columns.containsAll(Set.of("id", "version_id", "is_applied", "tstamp"));
  }

  @Override
  public Set<String> applied(HistoryRows rows, List<MigrationScript> scripts) throws SQLException {
    Set<Version> versions = new HashSet<>();
    for (List<String> row :
        rows.select(List.of("version_id::text", "is_applied::text"), "ORDER BY id")) {
      Version.ofNumbers(row.get(0))
          .ifPresent(
              version -> {
                versions.remove(version);
                if (Boolean.parseBoolean(row.get(1))) {
                  versions.add(version);
                }
              });
    }
    return scripts.stream()
        .filter(script -> script.version().filter(versions::contains).isPresent())
        .map(MigrationScript::identity)
        .collect(Collectors.toSet());
  }
}
