package dev.safemigrate.history;

import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.NamingStyle;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How one tool keeps its history, and what its rows mean. */
sealed interface HistoryFormat
    permits AlembicFormat,
        FlywayFormat,
        GolangMigrateFormat,
        GooseFormat,
        IdentityFormat,
        LiquibaseFormat {

  NamingStyle tool();

  /** The names that the tool gives its table, in lower case. */
  Set<String> tables();

  /** Whether a table of such a name has the tool's columns (in lower case). */
  boolean recognises(Set<String> columns);

  /** The scripts that the tool counts as applied, by identity. */
  Map<String, AppliedElsewhere> applied(HistoryRows rows, List<MigrationScript> scripts)
      throws SQLException;
}
