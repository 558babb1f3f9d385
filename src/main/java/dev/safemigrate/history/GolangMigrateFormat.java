package dev.safemigrate.history;

import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.NamingStyle;
import dev.safemigrate.source.Version;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * golang-migrate's: one row with the version that the database is at. A dirty version was begun and
 * did not end, so it is still to be judged.
 */
final class GolangMigrateFormat implements HistoryFormat {

  @Override
  public NamingStyle tool() {
    return NamingStyle.GOLANG_MIGRATE;
  }

  @Override
  public Set<String> tables() {
    return Set.of("schema_migrations");
  }

  @Override
  public boolean recognises(Set<String> columns) {
    return columns.equals(Set.of("version", "dirty"));
  }

  @Override
  public Map<String, AppliedElsewhere> applied(HistoryRows rows, List<MigrationScript> scripts)
      throws SQLException {
    List<List<String>> row = rows.select(List.of("version::text", "dirty::text"), "");
    if (row.isEmpty()) {
      return Map.of();
    }
    // A version of -1 stands for "none"; it is no number of a file.
    Optional<Version> reached = Version.ofNumbers(row.get(0).get(0));
    int below = Boolean.parseBoolean(row.get(0).get(1)) ? -1 : 0;
    return scripts.stream()
        .filter(
            script ->
                script
                    .version()
                    .filter(
                        version ->
                            reached.filter(top -> version.compareTo(top) <= below).isPresent())
                    .isPresent())
        .collect(
            Collectors.toMap(MigrationScript::identity, script -> AppliedElsewhere.UNKNOWN_WHEN));
  }
}
