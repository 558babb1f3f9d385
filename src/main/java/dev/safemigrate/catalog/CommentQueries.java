package dev.safemigrate.catalog;

import java.util.List;

/** Comments on whatever is read. */
final class CommentQueries {

  private static final CatalogQuery COMMENTS =
      CatalogQuery.of(
          ObjectKind.COMMENT,
          """
          SELECT
            described.name,
            'COMMENT ON ' || described.name || ' IS ' || quote_literal(d.description) AS ddl
          FROM pg_description d
          CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) o
          CROSS JOIN LATERAL (
            SELECT
              CASE
                WHEN o.type LIKE '% column' THEN 'COLUMN'
                WHEN o.type = 'table constraint' THEN 'CONSTRAINT'
                WHEN o.type = 'domain constraint' THEN 'CONSTRAINT'
                WHEN o.type = 'statistics object' THEN 'STATISTICS'
                ELSE upper(o.type)
              END || ' ' || o.identity
          ) described (name)
          LEFT JOIN pg_constraint con
            ON d.classoid = 'pg_constraint'::regclass AND con.oid = d.objoid
          LEFT JOIN pg_trigger t ON d.classoid = 'pg_trigger'::regclass AND t.oid = d.objoid
          LEFT JOIN pg_policy p ON d.classoid = 'pg_policy'::regclass AND p.oid = d.objoid
          LEFT JOIN pg_rewrite r ON d.classoid = 'pg_rewrite'::regclass AND r.oid = d.objoid
          LEFT JOIN pg_statistic_ext s
            ON d.classoid = 'pg_statistic_ext'::regclass AND s.oid = d.objoid
          LEFT JOIN pg_class c ON d.classoid = 'pg_class'::regclass AND c.oid = d.objoid
          -- Below this number are the objects that every database has (manual 66.3.2).
          WHERE d.objoid >= 16384
            -- That comment comes with the extension.
            AND d.classoid <> 'pg_extension'::regclass
            AND NOT EXISTS (
              SELECT 1
              FROM pg_depend e
              WHERE e.classid = d.classoid AND e.objid = d.objoid AND e.deptype = 'e')
            AND CASE
              WHEN coalesce(nullif(con.conrelid, 0), t.tgrelid, p.polrelid, r.ev_class, s.stxrelid,
                c.oid) IS NOT NULL
                THEN coalesce(nullif(con.conrelid, 0), t.tgrelid, p.polrelid, r.ev_class, s.stxrelid,
                  c.oid) = ANY (:relations)
              WHEN d.classoid = 'pg_namespace'::regclass THEN d.objoid = ANY (:schemas)
              WHEN o.schema IS NULL THEN :database_wide
              ELSE to_regnamespace(quote_ident(o.schema)) = ANY (:schemas)
            END
          """);

  static final List<CatalogQuery> ALL = List.of(COMMENTS);

  private CommentQueries() {}
}
