package dev.safemigrate.catalog;

import java.util.List;

/** Tables, partitioned tables and foreign tables. */
final class TableQueries {

  private static final CatalogQuery TABLES =
      CatalogQuery.ofRelations(
          ObjectKind.TABLE,
          """
              SELECT
                c.oid AS relation,
                c.oid::regclass::text AS name,
                concat_ws(
                  E'\\n',
                  concat_ws(
                    ' ',
                    'CREATE',
                    CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED' END,
                    CASE c.relkind WHEN 'f' THEN 'FOREIGN' END,
                    'TABLE',
                    c.oid::regclass,
                    'OF ' || format_type(nullif(c.reloftype, 0), NULL),
                    'PARTITION BY ' || pg_get_partkeydef(c.oid),
                    'USING ' || quote_ident(nullif(am.amname, 'heap')),
                    'WITH (' || options.list || ')',
                    'TABLESPACE ' || quote_ident(ts.spcname),
                    'SERVER ' || quote_ident(server.srvname),
                    'OPTIONS (' || (
                      SELECT string_agg(
                        format('%I %L', option_name, option_value), ', ' ORDER BY option_name COLLATE "C")
                      FROM pg_options_to_table(ft.ftoptions)) || ')'),
                  parents.list,
                  CASE WHEN c.relrowsecurity
                    THEN format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', c.oid::regclass) END,
                  CASE WHEN c.relforcerowsecurity
                    THEN format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', c.oid::regclass) END,
                  CASE WHEN c.relreplident <> 'd'
                    THEN format(
                      'ALTER TABLE %s REPLICA IDENTITY %s',
                      c.oid::regclass,
                      CASE c.relreplident
                        WHEN 'f' THEN 'FULL'
                        WHEN 'n' THEN 'NOTHING'
                        ELSE 'USING INDEX ' || coalesce(
                          (SELECT quote_ident(ic.relname)
                           FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid
                           WHERE i.indrelid = c.oid AND i.indisreplident),
                          '-- which was dropped')
                      END) END) AS ddl
              FROM pg_class c
              LEFT JOIN pg_class toast ON toast.oid = c.reltoastrelid
              LEFT JOIN pg_am am ON am.oid = c.relam
              LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
              LEFT JOIN pg_foreign_table ft ON ft.ftrelid = c.oid
              LEFT JOIN pg_foreign_server server ON server.oid = ft.ftserver
              LEFT JOIN LATERAL (
                SELECT string_agg(name_and_value, ', ' ORDER BY name_and_value COLLATE "C") AS list
                FROM (
                  SELECT unnest(c.reloptions) AS name_and_value
                  UNION ALL
                  SELECT 'toast.' || unnest(toast.reloptions)) all_options
              ) options ON true
              LEFT JOIN LATERAL (
                SELECT string_agg(
                  CASE WHEN c.relispartition
                    THEN format(
                      'ALTER TABLE ONLY %s ATTACH PARTITION %s %s%s',
                      i.inhparent::regclass, c.oid::regclass, pg_get_expr(c.relpartbound, c.oid),
                      -- DETACH CONCURRENTLY came with version 14; it can end in the middle.
                      CASE WHEN to_jsonb(i) ->> 'inhdetachpending' = 'true' THEN ' -- DETACH PENDING' END)
                    ELSE format('ALTER TABLE %s INHERIT %s', c.oid::regclass, i.inhparent::regclass) END,
                  E'\\n' ORDER BY i.inhseqno) AS list
                FROM pg_inherits i
                WHERE i.inhrelid = c.oid
              ) parents ON true
              WHERE c.oid = ANY (:relations)
                AND c.relkind IN ('r', 'p', 'f')
              """);

  static final List<CatalogQuery> ALL = List.of(TABLES);

  private TableQueries() {}
}
