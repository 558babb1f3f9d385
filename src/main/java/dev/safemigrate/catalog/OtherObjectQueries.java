package dev.safemigrate.catalog;

import java.util.List;

/**
 * Objects that few schemas have, each with its properties as PostgreSQL's catalogs name them, so
 * that none goes unseen.
 */
final class OtherObjectQueries {

  private static final CatalogQuery RARE_OBJECTS =
      CatalogQuery.of(
          ObjectKind.OTHER,
          """
          WITH rare AS (
            SELECT 'pg_collation'::regclass AS class, oid, collnamespace AS schema,
              to_jsonb(c) - '{collversion}'::text[] AS properties
            FROM pg_collation c
            UNION ALL
            SELECT 'pg_conversion'::regclass, oid, connamespace, to_jsonb(c)
            FROM pg_conversion c
            UNION ALL
            SELECT 'pg_cast'::regclass, oid, NULL,
              to_jsonb(c) || jsonb_build_object('castfunc', nullif(castfunc, 0)::regprocedure)
            FROM pg_cast c
            UNION ALL
            SELECT 'pg_operator'::regclass, oid, oprnamespace,
              to_jsonb(o) || jsonb_build_object(
                'oprcom', nullif(oprcom, 0)::regoperator,
                'oprnegate', nullif(oprnegate, 0)::regoperator)
            FROM pg_operator o
            UNION ALL
            SELECT 'pg_opfamily'::regclass, oid, opfnamespace, jsonb_build_object(
              'operators', (
                SELECT jsonb_agg(
                  concat_ws(' ', amopstrategy, amopopr::regoperator, amoppurpose)
                  ORDER BY amopstrategy, amopopr::regoperator::text COLLATE "C")
                FROM pg_amop WHERE amopfamily = f.oid),
              'functions', (
                SELECT jsonb_agg(
                  concat_ws(' ', amprocnum, amproc::regprocedure)
                  ORDER BY amprocnum, amproc::regprocedure::text COLLATE "C")
                FROM pg_amproc WHERE amprocfamily = f.oid))
            FROM pg_opfamily f
            UNION ALL
            SELECT 'pg_opclass'::regclass, oid, opcnamespace,
              to_jsonb(o) || jsonb_build_object(
                'opcintype', opcintype::regtype, 'opckeytype', nullif(opckeytype, 0)::regtype)
            FROM pg_opclass o
            UNION ALL
            SELECT 'pg_ts_config'::regclass, oid, cfgnamespace, jsonb_build_object(
              'parser', cfgparser,
              'mapping', (
                SELECT jsonb_agg(
                  concat_ws(' ', maptokentype, mapdict::regdictionary)
                  ORDER BY maptokentype, mapseqno)
                FROM pg_ts_config_map WHERE mapcfg = c.oid))
            FROM pg_ts_config c
            UNION ALL
            SELECT 'pg_ts_dict'::regclass, oid, dictnamespace, to_jsonb(d) FROM pg_ts_dict d
            UNION ALL
            SELECT 'pg_ts_parser'::regclass, oid, prsnamespace, to_jsonb(p) FROM pg_ts_parser p
            UNION ALL
            SELECT 'pg_ts_template'::regclass, oid, tmplnamespace, to_jsonb(t)
            FROM pg_ts_template t
            UNION ALL
            SELECT 'pg_language'::regclass, oid, NULL,
              to_jsonb(l) || jsonb_build_object(
                'lanplcallfoid', nullif(lanplcallfoid, 0)::regprocedure,
                'laninline', nullif(laninline, 0)::regprocedure,
                'lanvalidator', nullif(lanvalidator, 0)::regprocedure)
            FROM pg_language l
            UNION ALL
            SELECT 'pg_transform'::regclass, oid, NULL, to_jsonb(t) FROM pg_transform t
            UNION ALL
            SELECT 'pg_am'::regclass, oid, NULL, to_jsonb(a) FROM pg_am a
            UNION ALL
            SELECT 'pg_foreign_data_wrapper'::regclass, oid, NULL,
              to_jsonb(w) || jsonb_build_object(
                'fdwhandler', nullif(fdwhandler, 0)::regprocedure,
                'fdwvalidator', nullif(fdwvalidator, 0)::regprocedure)
            FROM pg_foreign_data_wrapper w
            UNION ALL
            SELECT 'pg_foreign_server'::regclass, s.oid, NULL,
              to_jsonb(s) || jsonb_build_object('srvfdw', w.fdwname)
            FROM pg_foreign_server s
            JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
          )
          SELECT
            o.type || ' ' || o.identity AS name,
            concat(
              'CREATE ', upper(o.type), ' ', o.identity,
              (SELECT ' (' || string_agg(
                  key || ' = ' || quote_literal(value), ', ' ORDER BY key COLLATE "C") || ')'
               FROM jsonb_each_text(rare.properties)
               -- Names and schemas are in the identity, owners are read elsewhere; what is left of
               -- plain numbers with a meaning are flags and encodings, all others are oids.
               WHERE value IS NOT NULL
                 AND key !~ '(^oid|namespace|owner|name|acl)$'
                 AND (key IN ('collencoding', 'conforencoding', 'contoencoding')
                   OR key ~ '^(castfunc|srvfdw)$'
                   OR value !~ '^[0-9]+$'))) AS ddl
          FROM rare
          CROSS JOIN LATERAL pg_identify_object(rare.class, rare.oid, 0) o
          -- Below this number are the objects that every database has (manual 66.3.2).
          WHERE rare.oid >= 16384
            AND (rare.schema = ANY (:schemas) OR (rare.schema IS NULL AND :database_wide))
            AND NOT EXISTS (
              SELECT 1
              FROM pg_depend d
              WHERE d.classid = rare.class AND d.objid = rare.oid AND d.deptype IN ('e', 'i'))
          """);

  static final List<CatalogQuery> ALL = List.of(RARE_OBJECTS);

  private OtherObjectQueries() {}
}
