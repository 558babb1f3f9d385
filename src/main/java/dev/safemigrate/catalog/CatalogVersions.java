package dev.safemigrate.catalog;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Which versions the catalogs' rows have: what has changed is told without reading what it is.
 *
 * <p>The transaction that wrote a row is in its xmin (manual 5.6), and a later one has a higher
 * number, so that a change of any row raises the highest; a row that is only gone lowers the count.
 *
 * @param byRelation by the oid of a table, view, sequence or composite type, with all that belongs
 *     to it; {@link OwnedObjects#NOBODY} for all else, comments among it; 1 for the roles' names
 */
record CatalogVersions(Map<Long, Version> byRelation) {

  /**
   * The rows of a relation in all catalogs.
   *
   * @param name qualified; empty for what belongs to no relation
   * @param kind pg_class.relkind, or empty
   * @param rows how many there are
   * @param newest the highest number of a transaction that wrote one
   */
  record Version(String name, String kind, long rows, long newest) {}

  /**
   * What every database has is below 16384 (manual 67.3.2); only schemas are looked at whatever
   * their number. Comments and publications count as nobody's: they name their object.
   */
  private static final String QUERY =
      """
      WITH written (relation, by) AS (
        SELECT coalesce(i.indrelid, c.oid), c.xmin
        FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid
        WHERE c.oid >= 16384
        UNION ALL
        SELECT coalesce(i.indrelid, a.attrelid), a.xmin
        FROM pg_attribute a LEFT JOIN pg_index i ON i.indexrelid = a.attrelid
        WHERE a.attrelid >= 16384 AND a.attnum > 0
        UNION ALL SELECT adrelid, xmin FROM pg_attrdef
        UNION ALL SELECT conrelid, xmin FROM pg_constraint WHERE oid >= 16384
        UNION ALL SELECT indrelid, xmin FROM pg_index WHERE indexrelid >= 16384
        UNION ALL SELECT tgrelid, xmin FROM pg_trigger
        -- That of the other table, when disabled, is told with the foreign key.
        UNION ALL
        SELECT f.conrelid, t.xmin
        FROM pg_trigger t JOIN pg_constraint f ON f.oid = t.tgconstraint
        WHERE t.tgrelid <> f.conrelid
        UNION ALL SELECT ev_class, xmin FROM pg_rewrite WHERE oid >= 16384
        UNION ALL SELECT polrelid, xmin FROM pg_policy
        UNION ALL SELECT stxrelid, xmin FROM pg_statistic_ext
        UNION ALL SELECT seqrelid, xmin FROM pg_sequence
        UNION ALL SELECT ftrelid, xmin FROM pg_foreign_table
        UNION ALL
        SELECT coalesce(i.indrelid, h.inhrelid), h.xmin
        FROM pg_inherits h LEFT JOIN pg_index i ON i.indexrelid = h.inhrelid
        UNION ALL SELECT 0, xmin FROM pg_namespace
        UNION ALL SELECT 0, xmin FROM pg_extension
        UNION ALL SELECT 0, xmin FROM pg_depend WHERE refclassid = 'pg_extension'::regclass
        UNION ALL SELECT 0, xmin FROM pg_tablespace
        UNION ALL SELECT 0, xmin FROM pg_description WHERE objoid >= 16384
        UNION ALL SELECT 0, xmin FROM pg_proc WHERE oid >= 16384
        UNION ALL SELECT 0, xmin FROM pg_aggregate WHERE aggfnoid >= 16384
        -- Types of tables and arrays come and go with others.
        UNION ALL
        SELECT 0, xmin FROM pg_type
        WHERE oid >= 16384 AND (typtype NOT IN ('b', 'c') OR typtype = 'b' AND typelem = 0)
        UNION ALL SELECT 0, xmin FROM pg_enum
        UNION ALL SELECT 0, xmin FROM pg_range WHERE rngtypid >= 16384
        UNION ALL SELECT 0, xmin FROM pg_collation WHERE oid >= 16384
        UNION ALL SELECT 0, xmin FROM pg_conversion WHERE oid >= 16384
        UNION ALL SELECT 0, xmin FROM pg_cast WHERE oid >= 16384
        UNION ALL SELECT 0, xmin FROM pg_operator WHERE oid >= 16384
        UNION ALL SELECT 0, xmin FROM pg_opfamily WHERE oid >= 16384
        UNION ALL SELECT 0, xmin FROM pg_amop WHERE oid >= 16384
        UNION ALL SELECT 0, xmin FROM pg_amproc WHERE oid >= 16384
        UNION ALL SELECT 0, xmin FROM pg_opclass WHERE oid >= 16384
        UNION ALL SELECT 0, xmin FROM pg_ts_config WHERE oid >= 16384
        UNION ALL SELECT 0, xmin FROM pg_ts_config_map WHERE mapcfg >= 16384
        UNION ALL SELECT 0, xmin FROM pg_ts_dict WHERE oid >= 16384
        UNION ALL SELECT 0, xmin FROM pg_ts_parser WHERE oid >= 16384
        UNION ALL SELECT 0, xmin FROM pg_ts_template WHERE oid >= 16384
        UNION ALL SELECT 0, xmin FROM pg_language WHERE oid >= 16384
        UNION ALL SELECT 0, xmin FROM pg_transform WHERE oid >= 16384
        UNION ALL SELECT 0, xmin FROM pg_am WHERE oid >= 16384
        UNION ALL SELECT 0, xmin FROM pg_foreign_data_wrapper
        UNION ALL SELECT 0, xmin FROM pg_foreign_server
        UNION ALL SELECT 0, xmin FROM pg_event_trigger
        UNION ALL SELECT 0, xmin FROM pg_publication
        UNION ALL SELECT 0, xmin FROM pg_publication_rel
        :publication_schemas
        UNION ALL SELECT 0, xmin FROM pg_default_acl
      ), by_relation AS (
        SELECT relation, count(*) AS rows, max(by::text::bigint) AS newest
        FROM written GROUP BY relation
      )
      SELECT v.relation, coalesce(n.nspname || '.' || c.relname, '') AS name,
        coalesce(c.relkind::text, '') AS kind, v.rows, v.newest
      FROM by_relation v
      LEFT JOIN pg_class c ON c.oid = v.relation
      LEFT JOIN pg_namespace n ON n.oid = c.relnamespace
      -- That of a TOAST table changes with its table's row, if it matters.
      WHERE v.relation = 0 OR c.relkind <> 't'
      UNION ALL
      -- Owners and grantees are printed by their names; this view has no xmin.
      SELECT 1, string_agg(rolname, ' ' ORDER BY oid), '', 0, 0 FROM pg_roles
      """;

  private static final int PUBLISHES_SCHEMAS = 15;

  /** Readies the session for {@link #read}, once. */
  static void prepare(ReadingSession session) throws SQLException {
    String schemas =
        session.majorVersion() < PUBLISHES_SCHEMAS
            ? ""
            : "UNION ALL SELECT 0, xmin FROM pg_publication_namespace";
    session.execute(
        "PREPARE migrate_versions AS " + QUERY.replace(":publication_schemas", schemas));
  }

  static CatalogVersions read(ReadingSession session) throws SQLException {
    Map<Long, Version> versions = new HashMap<>();
    session.forEachRow(
        "EXECUTE migrate_versions",
        row ->
            versions.put(
                row.getLong("relation"),
                new Version(
                    row.getString("name"),
                    row.getString("kind"),
                    row.getLong("rows"),
                    row.getLong("newest"))));
    return new CatalogVersions(versions);
  }
}
