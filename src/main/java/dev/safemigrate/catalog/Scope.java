package dev.safemigrate.catalog;

import dev.safemigrate.catalog.CatalogOptions.RelationName;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The oids of what is read: schemas, and relations in them that belong neither to an extension nor
 * to an excluded table.
 *
 * @param schemas oids of pg_namespace
 * @param relations oids of pg_class
 */
record Scope(List<Long> schemas, List<Long> relations) {

  private static final String SCHEMAS =
      """
      SELECT oid
      FROM pg_namespace
      WHERE nspname !~ '^pg_'
        AND nspname <> 'information_schema'
        AND (cardinality(CAST(? AS text[])) = 0 OR nspname = ANY (?))
      """;

  private static final String RELATIONS =
      """
      WITH excluded AS (
        SELECT * FROM unnest(CAST(? AS text[]), CAST(? AS text[])) AS e (schema_name, name)
      ), hidden AS (
        SELECT c.oid
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN excluded e ON e.schema_name = n.nspname AND e.name = c.relname
        UNION
        SELECT objid
        FROM pg_depend
        WHERE classid = 'pg_class'::regclass AND deptype = 'e'
      )
      SELECT c.oid
      FROM pg_class c
      WHERE c.relnamespace = ANY (:schemas)
        AND c.relkind <> 't'
        AND c.oid NOT IN (SELECT oid FROM hidden)
        AND NOT EXISTS (
          SELECT 1
          FROM pg_index i
          JOIN hidden h ON h.oid = i.indrelid
          WHERE i.indexrelid = c.oid)
        AND NOT EXISTS (
          SELECT 1
          FROM pg_depend d
          JOIN hidden h ON h.oid = d.refobjid
          WHERE d.classid = 'pg_class'::regclass
            AND d.refclassid = 'pg_class'::regclass
            AND d.objid = c.oid
            AND d.deptype IN ('a', 'i'))
      """;

  static Scope read(ReadingSession session, CatalogOptions options) throws SQLException {
    String[] wanted = options.sortedSchemas();
    List<Long> schemas = oids(session, SCHEMAS, wanted, wanted);
    List<RelationName> excluded = List.copyOf(options.excluded());
    List<Long> relations =
        oids(
            session,
            RELATIONS.replace(":schemas", array(schemas)),
            excluded.stream().map(RelationName::schema).toArray(String[]::new),
            excluded.stream().map(RelationName::name).toArray(String[]::new));
    return new Scope(schemas, relations);
  }

  /** The query's text with the oids in it. */
  String bind(String sql, boolean databaseWide) {
    return sql.replace(":schemas", array(schemas))
        .replace(":relations", array(relations))
        .replace(":database_wide", Boolean.toString(databaseWide));
  }

  /** As a constant in SQL. */
  static String array(Collection<Long> oids) {
    return oids.stream().map(Object::toString).collect(Collectors.joining(",", "'{", "}'::oid[]"));
  }

  private static List<Long> oids(
      ReadingSession session, String sql, String[] first, String[] second) throws SQLException {
    try (PreparedStatement statement = session.connection().prepareStatement(sql)) {
      statement.setArray(1, session.connection().createArrayOf("text", first));
      statement.setArray(2, session.connection().createArrayOf("text", second));
      List<Long> oids = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          oids.add(rows.getLong(1));
        }
      }
      return oids;
    }
  }
}
