package dev.safemigrate.history;

import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.NamingStyle;
import dev.safemigrate.source.Version;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
  public Map<String, AppliedElsewhere> applied(HistoryRows rows, List<MigrationScript> scripts)
      throws SQLException {
    Map<Version, AppliedElsewhere> versions = new HashMap<>();
    List<String> columns =
        List.of("version_id::text", "is_applied::text", AppliedElsewhere.epoch("tstamp"));
    for (List<String> row : rows.select(columns, "ORDER BY id")) {
      Version.ofNumbers(row.get(0))
          .ifPresent(
              version -> {
                versions.remove(version);
                if (Boolean.parseBoolean(row.get(1))) {
                  versions.put(version, AppliedElsewhere.at(row.get(2)));
                }
              });
    }
    Map<String, AppliedElsewhere> applied = new HashMap<>();
    for (MigrationScript script : scripts) {
      script.version().map(versions::get).ifPresent(found -> applied.put(script.identity(), found));
    }
    return applied;
  }
}
