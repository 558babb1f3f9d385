package dev.safemigrate.rehearsal;

import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.history.HistoryTable;
import dev.safemigrate.rehearsal.RelationFiles.Relation;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.schema.RelationName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** A database that holds nothing that anybody could miss. */
final class ScratchDatabase {

  /** Relations that no extension has brought, those of the history too. */
  private static final String FOUND =
      """
      SELECT n.nspname || '.' || c.relname, pg_catalog.count(*) OVER ()
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname NOT LIKE 'pg\\_%'
         AND n.nspname <> 'information_schema'
         AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
         AND NOT EXISTS (
               SELECT FROM pg_catalog.pg_depend d
                WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                  AND d.objid = c.oid AND d.deptype = 'e')
       ORDER BY 1
       LIMIT 1
      """;

  private ScratchDatabase() {}

  /**
   * Refuses a database with tables, views or sequences in it.
   *
   * @throws RunException that names one of them
   */
  static void requireEmpty(Connection connection) throws SQLException, RunException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(FOUND)) {
      if (found.next()) {
        throw new RunException(
            RunException.Kind.SETUP,
            ("The database %s is not empty: it has %s%s. A rehearsal changes and deletes what it"
                    + " likes; give it an empty scratch database. Nothing was changed.")
                .formatted(
                    connection.getCatalog(),
                    found.getString(1),
                    found.getLong(2) == 1 ? "" : " and %d more".formatted(found.getLong(2) - 1)));
      }
    }
  }

  /** Counts the rows of every table. */
  static Map<RelationName, Long> countRows(Connection connection, HistoryTable history)
      throws SQLException {
    Map<RelationName, Long> rows = new HashMap<>();
    for (Relation relation : RelationFiles.read(connection, history).relations().values()) {
      if (relation.kind().equals("r")) {
        rows.put(relation.name(), count(connection, relation.name()));
      }
    }
    return rows;
  }

  /** The name as SQL has it. */
  static String sql(RelationName name) {
    return Identifiers.quote(name.schema()) + "." + Identifiers.quote(name.name());
  }

  private static long count(Connection connection, RelationName table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT pg_catalog.count(*) FROM " + sql(table))) {
      if (!count.next()) {
        throw new IllegalStateException("count(*) returns one row");
      }
      return count.getLong(1);
    }
  }
}
