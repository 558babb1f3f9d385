package dev.safemigrate.catalog;

import java.util.List;

/** Row level security policies. */
final class PolicyQueries {

  private static final CatalogQuery POLICIES =
      CatalogQuery.ofRelations(
          ObjectKind.POLICY,
          """
              SELECT
                p.polrelid AS relation,
                format('%I ON %s', p.polname, p.polrelid::regclass) AS name,
                concat_ws(
                  ' ',
                  format('CREATE POLICY %I ON %s', p.polname, p.polrelid::regclass),
                  CASE WHEN NOT p.polpermissive THEN 'AS RESTRICTIVE' END,
                  'FOR ' || CASE p.polcmd
                    WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE'
                    ELSE 'ALL' END,
                  'TO ' || (
                    SELECT string_agg(role, ', ' ORDER BY role COLLATE "C")
                    FROM (
                      SELECT CASE member WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(member)) END
                      FROM unnest(p.polroles) member) roles (role)),
                  'USING (' || pg_get_expr(p.polqual, p.polrelid) || ')',
                  'WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')') AS ddl
              FROM pg_policy p
              WHERE p.polrelid = ANY (:relations)
              """);

  static final List<CatalogQuery> ALL = List.of(POLICIES);

  private PolicyQueries() {}
}
