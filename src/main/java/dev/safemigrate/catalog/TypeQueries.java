package dev.safemigrate.catalog;

import java.util.List;

/** Enums, domains, composite types, ranges and base types. */
final class TypeQueries {

  private static final CatalogQuery ENUMS =
      CatalogQuery.of(
          ObjectKind.TYPE,
          """
              SELECT
                format('%I.%I', n.nspname, t.typname) AS name,
                format(
                  'CREATE TYPE %I.%I AS ENUM (%s)',
                  n.nspname,
                  t.typname,
                  (SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder)
                   FROM pg_enum WHERE enumtypid = t.oid)) AS ddl
              FROM pg_type t
              JOIN pg_namespace n ON n.oid = t.typnamespace
              WHERE t.typnamespace = ANY (:schemas)
                AND t.typtype = 'e'
                AND NOT EXISTS (
                  SELECT 1 FROM pg_depend
                  WHERE classid = 'pg_type'::regclass AND objid = t.oid AND deptype = 'e')
              """);

  private static final CatalogQuery DOMAINS =
      CatalogQuery.of(
          ObjectKind.TYPE,
          """
              SELECT
                format('%I.%I', n.nspname, t.typname) AS name,
                concat_ws(
                  E'\\n',
                  concat_ws(
                    ' ',
                    format('CREATE DOMAIN %I.%I AS', n.nspname, t.typname),
                    format_type(t.typbasetype, t.typtypmod),
                    CASE WHEN t.typcollation <> b.typcollation
                      THEN 'COLLATE ' || format('%I.%I', cn.nspname, co.collname) END,
                    'DEFAULT ' || coalesce(pg_get_expr(t.typdefaultbin, 0), t.typdefault),
                    CASE WHEN t.typnotnull THEN 'NOT NULL' END),
                  (SELECT
                     string_agg(
                       format(
                         'ALTER DOMAIN %I.%I ADD CONSTRAINT %I %s',
                         n.nspname, t.typname, con.conname, pg_get_constraintdef(con.oid)),
                       E'\\n' ORDER BY con.conname COLLATE "C")
                   -- Since version 17 NOT NULL is a constraint too; it is printed above.
                   FROM pg_constraint con WHERE con.contypid = t.oid AND con.contype = 'c')) AS ddl
              FROM pg_type t
              JOIN pg_namespace n ON n.oid = t.typnamespace
              JOIN pg_type b ON b.oid = t.typbasetype
              LEFT JOIN pg_collation co ON co.oid = t.typcollation
              LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
              WHERE t.typnamespace = ANY (:schemas)
                AND t.typtype = 'd'
                AND NOT EXISTS (
                  SELECT 1 FROM pg_depend
                  WHERE classid = 'pg_type'::regclass AND objid = t.oid AND deptype = 'e')
              """);

  private static final CatalogQuery COMPOSITES =
      CatalogQuery.of(
          ObjectKind.TYPE,
          """
              SELECT
                c.oid::regclass::text AS name,
                format(
                  'CREATE TYPE %s AS (%s)',
                  c.oid::regclass,
                  (SELECT
                     string_agg(
                       concat_ws(
                         ' ',
                         quote_ident(a.attname),
                         format_type(a.atttypid, a.atttypmod),
                         CASE WHEN a.attcollation <> t.typcollation
                           THEN 'COLLATE ' || format('%I.%I', cn.nspname, co.collname) END),
                       ', ' ORDER BY a.attnum)
                   FROM pg_attribute a
                   JOIN pg_type t ON t.oid = a.atttypid
                   LEFT JOIN pg_collation co ON co.oid = a.attcollation
                   LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
                   WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)) AS ddl
              FROM pg_class c
              JOIN pg_type ct ON ct.oid = c.reltype
              WHERE c.oid = ANY (:relations)
                AND c.relkind = 'c'
                -- To an extension belongs the type, not its relation.
                AND NOT EXISTS (
                  SELECT 1 FROM pg_depend
                  WHERE classid = 'pg_type'::regclass AND objid = ct.oid AND deptype = 'e')
              """);

  private static final CatalogQuery RANGES =
      CatalogQuery.of(
          ObjectKind.TYPE,
          """
              SELECT
                format('%I.%I', n.nspname, t.typname) AS name,
                format(
                  'CREATE TYPE %I.%I AS RANGE (%s)',
                  n.nspname,
                  t.typname,
                  concat_ws(
                    ', ',
                    'SUBTYPE = ' || format_type(r.rngsubtype, NULL),
                    'SUBTYPE_OPCLASS = ' || format('%I.%I', opn.nspname, op.opcname),
                    'COLLATION = ' || quote_ident(cn.nspname) || '.' || quote_ident(co.collname),
                    'CANONICAL = ' || nullif(r.rngcanonical::text, '-'),
                    'SUBTYPE_DIFF = ' || nullif(r.rngsubdiff::text, '-'),
                    -- Multiranges came with version 14.
                    'MULTIRANGE_TYPE_NAME = '
                      || format_type(cast(to_jsonb(r) ->> 'rngmultitypid' AS oid), NULL))) AS ddl
              FROM pg_type t
              JOIN pg_namespace n ON n.oid = t.typnamespace
              JOIN pg_range r ON r.rngtypid = t.oid
              JOIN pg_opclass op ON op.oid = r.rngsubopc
              JOIN pg_namespace opn ON opn.oid = op.opcnamespace
              LEFT JOIN pg_collation co ON co.oid = r.rngcollation
              LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
              WHERE t.typnamespace = ANY (:schemas)
                AND NOT EXISTS (
                  SELECT 1 FROM pg_depend
                  WHERE classid = 'pg_type'::regclass AND objid = t.oid AND deptype = 'e')
              """);

  private static final CatalogQuery BASE_TYPES =
      CatalogQuery.of(
          ObjectKind.TYPE,
          """
              SELECT
                format('%I.%I', n.nspname, t.typname) AS name,
                CASE WHEN t.typisdefined
                  THEN format(
                    'CREATE TYPE %I.%I (INPUT = %s, OUTPUT = %s, INTERNALLENGTH = %s, ALIGNMENT = %s, '
                      'STORAGE = %s, CATEGORY = %L, ELEMENT = %s, DELIMITER = %L, BY VALUE = %s)',
                    n.nspname, t.typname, t.typinput, t.typoutput, t.typlen, t.typalign,
                    t.typstorage, t.typcategory, format_type(t.typelem, NULL), t.typdelim, t.typbyval)
                  ELSE format('CREATE TYPE %I.%I', n.nspname, t.typname) END AS ddl
              FROM pg_type t
              JOIN pg_namespace n ON n.oid = t.typnamespace
              WHERE t.typnamespace = ANY (:schemas)
                AND t.typtype IN ('b', 'p')
                AND NOT EXISTS (SELECT 1 FROM pg_type e WHERE e.typarray = t.oid)
                AND NOT EXISTS (
                  SELECT 1 FROM pg_depend
                  WHERE classid = 'pg_type'::regclass AND objid = t.oid AND deptype = 'e')
              """);

  static final List<CatalogQuery> ALL = List.of(ENUMS, DOMAINS, COMPOSITES, RANGES, BASE_TYPES);

  private TypeQueries() {}
}
