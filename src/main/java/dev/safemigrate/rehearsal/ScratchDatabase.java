package dev.safemigrate.rehearsal;

import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.catalog.CatalogOptions;
import dev.safemigrate.catalog.ObjectIdentity;
import dev.safemigrate.catalog.ObjectKind;
import dev.safemigrate.catalog.SchemaReader;
import dev.safemigrate.history.HistoryTable;
import dev.safemigrate.rehearsal.RelationFiles.Relation;
import dev.safemigrate.runner.RunException;
import dev.safemigrate.schema.RelationName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A database that holds nothing that anybody could miss. */
final class ScratchDatabase {

  /** What counts as content, the most telling first: all else belongs to one of these. */
  private static final List<ObjectKind> CONTENT =
      List.of(
          ObjectKind.TABLE,
          ObjectKind.VIEW,
          ObjectKind.SEQUENCE,
          ObjectKind.ROUTINE,
          ObjectKind.TYPE,
          ObjectKind.SCHEMA,
          ObjectKind.PUBLICATION,
          ObjectKind.EVENT_TRIGGER,
          ObjectKind.OTHER);

  /** Every database has the first; an extension cannot be without the others. */
  private static final String EXPECTED_SCHEMAS =
      """
      SELECT pg_catalog.quote_ident(nspname)
        FROM pg_catalog.pg_namespace
       WHERE nspname = 'public'
          OR oid IN (SELECT extnamespace FROM pg_catalog.pg_extension)
      """;

  private ScratchDatabase() {}

  /**
   * Refuses a database with anything in it but extensions and what belongs to them.
   *
   * @throws RunException that names one of the objects
   */
  static void requireEmpty(Connection connection) throws SQLException, RunException {
    Set<String> schemas = expectedSchemas(connection);
    List<ObjectIdentity> found =
        SchemaReader.read(connection, CatalogOptions.everything()).objects().keySet().stream()
            .filter(object -> CONTENT.contains(object.kind()))
            .filter(
                object -> object.kind() != ObjectKind.SCHEMA || !schemas.contains(object.name()))
            .sorted(Comparator.comparingInt(object -> CONTENT.indexOf(object.kind())))
            .toList();
    if (!found.isEmpty()) {
      throw new RunException(
          RunException.Kind.SETUP,
          ("The database %s is not empty: it has %s%s. A rehearsal changes and deletes what it"
                  + " likes; give it an empty scratch database, with nothing but extensions in it."
                  + " Nothing was changed.")
              .formatted(
                  connection.getCatalog(),
                  words(found.get(0)),
                  found.size() == 1 ? "" : " and %d more".formatted(found.size() - 1)));
    }
  }

  private static String words(ObjectIdentity object) {
    return object.kind() == ObjectKind.OTHER
        ? object.name()
        : object.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + object.name();
  }

  private static Set<String> expectedSchemas(Connection connection) throws SQLException {
    Set<String> names = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(EXPECTED_SCHEMAS)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
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
