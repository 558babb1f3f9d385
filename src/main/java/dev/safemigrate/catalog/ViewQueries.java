package dev.safemigrate.catalog;

import java.util.List;

/** Views and materialized views. */
final class ViewQueries {

  private static final CatalogQuery VIEWS =
      CatalogQuery.ofRelations(
          ObjectKind.VIEW,
          """
              SELECT
                c.oid AS relation,
                c.oid::regclass::text AS name,
                concat_ws(
                  E'\\n',
                  concat_ws(
                    ' ',
                    CASE c.relkind WHEN 'm' THEN 'CREATE MATERIALIZED VIEW' ELSE 'CREATE VIEW' END,
                    c.oid::regclass,
                    'USING ' || quote_ident(nullif(am.amname, 'heap')),
                    'WITH ('
                      || (SELECT string_agg(o, ', ' ORDER BY o COLLATE "C") FROM unnest(c.reloptions) o)
                      || ')',
                    'TABLESPACE ' || quote_ident(ts.spcname),
                    'AS'),
                  pg_get_viewdef(c.oid),
                  CASE WHEN NOT c.relispopulated THEN '-- WITH NO DATA' END,
                  -- A view's text does not show the types that its columns have.
                  (SELECT
                     '-- columns: ' || string_agg(
                       quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod),
                       ', ' ORDER BY a.attnum)
                   FROM pg_attribute a
                   WHERE a.attrelid = c.oid AND a.attnum > 0),
                  (SELECT
                     string_agg(
                       format(
                         'ALTER VIEW %s ALTER COLUMN %I SET DEFAULT %s',
                         c.oid::regclass, a.attname, pg_get_expr(d.adbin, d.adrelid)),
                       E'\\n' ORDER BY a.attnum)
                   FROM pg_attrdef d
                   JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
                   WHERE d.adrelid = c.oid)) AS ddl
              FROM pg_class c
              LEFT JOIN pg_am am ON am.oid = c.relam
              LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
              WHERE c.oid = ANY (:relations)
                AND c.relkind IN ('v', 'm')
              """);

  static final List<CatalogQuery> ALL = List.of(VIEWS);

  private ViewQueries() {}
}
