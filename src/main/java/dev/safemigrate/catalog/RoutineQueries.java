package dev.safemigrate.catalog;

import java.util.List;

/** Functions, procedures and aggregates. */
final class RoutineQueries {

  private static final CatalogQuery FUNCTIONS =
      CatalogQuery.of(
          ObjectKind.ROUTINE,
          """
              SELECT p.oid::regprocedure::text AS name, rtrim(pg_get_functiondef(p.oid), E'\\n') AS ddl
              FROM pg_proc p
              WHERE p.pronamespace = ANY (:schemas)
                AND p.prokind <> 'a'
                -- Neither those of extensions nor the constructors that come with a range type.
                AND NOT EXISTS (
                  SELECT 1 FROM pg_depend
                  WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype IN ('e', 'i'))
              """);

  private static final CatalogQuery AGGREGATES =
      CatalogQuery.of(
          ObjectKind.ROUTINE,
          """
              SELECT
                p.oid::regprocedure::text AS name,
                format(
                  'CREATE AGGREGATE %I.%I(%s) (%s)',
                  n.nspname,
                  p.proname,
                  CASE WHEN p.pronargs = 0 THEN '*' ELSE pg_get_function_arguments(p.oid) END,
                  concat_ws(
                    ', ',
                    'SFUNC = ' || a.aggtransfn,
                    'STYPE = ' || format_type(a.aggtranstype, NULL),
                    'SSPACE = ' || nullif(a.aggtransspace, 0),
                    'FINALFUNC = ' || nullif(a.aggfinalfn::text, '-'),
                    CASE WHEN a.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
                    'FINALFUNC_MODIFY = ' || a.aggfinalmodify::text,
                    'COMBINEFUNC = ' || nullif(a.aggcombinefn::text, '-'),
                    'SERIALFUNC = ' || nullif(a.aggserialfn::text, '-'),
                    'DESERIALFUNC = ' || nullif(a.aggdeserialfn::text, '-'),
                    'INITCOND = ' || quote_literal(a.agginitval),
                    'MSFUNC = ' || nullif(a.aggmtransfn::text, '-'),
                    'MINVFUNC = ' || nullif(a.aggminvtransfn::text, '-'),
                    'MSTYPE = ' || format_type(nullif(a.aggmtranstype, 0), NULL),
                    'MSSPACE = ' || nullif(a.aggmtransspace, 0),
                    'MFINALFUNC = ' || nullif(a.aggmfinalfn::text, '-'),
                    CASE WHEN a.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
                    'MFINALFUNC_MODIFY = ' || a.aggmfinalmodify::text,
                    'MINITCOND = ' || quote_literal(a.aggminitval),
                    'SORTOP = ' || nullif(a.aggsortop, 0)::regoperator,
                    'PARALLEL = ' || p.proparallel::text,
                    CASE a.aggkind WHEN 'h' THEN 'HYPOTHETICAL' END)) AS ddl
              FROM pg_proc p
              JOIN pg_namespace n ON n.oid = p.pronamespace
              JOIN pg_aggregate a ON a.aggfnoid = p.oid
              WHERE p.pronamespace = ANY (:schemas)
                AND NOT EXISTS (
                  SELECT 1 FROM pg_depend
                  WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype = 'e')
              """);

  static final List<CatalogQuery> ALL = List.of(FUNCTIONS, AGGREGATES);

  private RoutineQueries() {}
}
