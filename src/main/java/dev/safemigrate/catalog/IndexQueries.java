package dev.safemigrate.catalog;

import java.util.List;

/** Indexes and extended statistics. */
final class IndexQueries {

  private static final CatalogQuery INDEXES =
      CatalogQuery.ofRelations(
          ObjectKind.INDEX,
          """
              SELECT
                i.indrelid AS relation,
                i.indexrelid::regclass::text AS name,
                concat_ws(
                  E'\\n',
                  CASE WHEN con.oid IS NULL
                    THEN pg_get_indexdef(i.indexrelid) || state.remark
                    -- The constraint's own line says the rest.
                    ELSE nullif('-- index ' || i.indexrelid::regclass || state.remark,
                                '-- index ' || i.indexrelid::regclass) END,
                  CASE WHEN con.oid IS NOT NULL
                    THEN format('ALTER INDEX %s SET (', i.indexrelid::regclass)
                      || (SELECT string_agg(o, ', ' ORDER BY o COLLATE "C") FROM unnest(c.reloptions) o)
                      || ')' END,
                  format('ALTER INDEX %s SET TABLESPACE ', i.indexrelid::regclass) || quote_ident(ts.spcname),
                  CASE WHEN i.indisclustered
                    THEN format('ALTER TABLE %s CLUSTER ON %I', i.indrelid::regclass, c.relname) END,
                  (SELECT
                     format(
                       'ALTER INDEX %s ATTACH PARTITION %s', inh.inhparent::regclass, i.indexrelid::regclass)
                   FROM pg_inherits inh WHERE inh.inhrelid = i.indexrelid),
                  (SELECT
                     string_agg(
                       format(
                         'ALTER INDEX %s ALTER COLUMN %s SET STATISTICS %s',
                         i.indexrelid::regclass, a.attnum, to_jsonb(a) ->> 'attstattarget'),
                       E'\\n' ORDER BY a.attnum)
                   FROM pg_attribute a
                   WHERE a.attrelid = i.indexrelid
                     AND nullif(to_jsonb(a) ->> 'attstattarget', '-1') IS NOT NULL)) AS ddl
              FROM pg_index i
              JOIN pg_class c ON c.oid = i.indexrelid
              LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
              LEFT JOIN pg_constraint con
                ON con.conindid = i.indexrelid
                AND con.conrelid = i.indrelid
                AND con.contype IN ('p', 'u', 'x')
              CROSS JOIN LATERAL (
                SELECT concat(
                  CASE WHEN NOT i.indisvalid THEN ' -- INVALID' END,
                  CASE WHEN NOT i.indisready THEN ' -- NOT READY' END,
                  CASE WHEN NOT i.indislive THEN ' -- BEING DROPPED' END) AS remark
              ) state
              WHERE i.indexrelid = ANY (:relations)
              """);

  private static final CatalogQuery STATISTICS =
      CatalogQuery.ofRelations(
          ObjectKind.STATISTICS,
          """
              SELECT
                s.stxrelid AS relation,
                format('%I.%I', n.nspname, s.stxname) AS name,
                concat_ws(
                  E'\\n',
                  pg_get_statisticsobjdef(s.oid),
                  -- Came with version 13; the default is -1 before version 17 and NULL since.
                  format('ALTER STATISTICS %I.%I SET STATISTICS ', n.nspname, s.stxname)
                    || nullif(to_jsonb(s) ->> 'stxstattarget', '-1')) AS ddl
              FROM pg_statistic_ext s
              JOIN pg_namespace n ON n.oid = s.stxnamespace
              WHERE s.stxrelid = ANY (:relations)
              """);

  static final List<CatalogQuery> ALL = List.of(INDEXES, STATISTICS);

  private IndexQueries() {}
}
