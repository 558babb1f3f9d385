package dev.safemigrate.catalog;

import java.util.List;

/** Schemas and extensions. */
final class SchemaQueries {

  private static final CatalogQuery SCHEMAS =
      CatalogQuery.of(
          ObjectKind.SCHEMA,
          """
              SELECT quote_ident(n.nspname) AS name, 'CREATE SCHEMA ' || quote_ident(n.nspname) AS ddl
              FROM pg_namespace n
              WHERE n.oid = ANY (:schemas)
                AND NOT EXISTS (
                  SELECT 1 FROM pg_depend
                  WHERE classid = 'pg_namespace'::regclass AND objid = n.oid AND deptype = 'e')
              """);

  private static final CatalogQuery EXTENSIONS =
      CatalogQuery.of(
          ObjectKind.EXTENSION,
          """
              SELECT
                quote_ident(e.extname) AS name,
                format('CREATE EXTENSION %I SCHEMA %I VERSION %L', e.extname, n.nspname, e.extversion) AS ddl
              FROM pg_extension e
              JOIN pg_namespace n ON n.oid = e.extnamespace
              -- Every new database has plpgsql.
              WHERE :database_wide AND e.extname <> 'plpgsql'
              """);

  static final List<CatalogQuery> ALL = List.of(SCHEMAS, EXTENSIONS);

  private SchemaQueries() {}
}
