package dev.safemigrate.catalog;

import java.util.List;

/**
 * Publications of logical replication. Subscriptions are left out: only superusers may read them.
 */
final class PublicationQueries {

  private static final CatalogQuery PUBLICATIONS =
      CatalogQuery.of(
          ObjectKind.PUBLICATION,
          """
              SELECT
                quote_ident(p.pubname) AS name,
                format(
                  'CREATE PUBLICATION %I%s WITH (publish = %L%s%s)',
                  p.pubname,
                  CASE WHEN p.puballtables THEN ' FOR ALL TABLES' END,
                  concat_ws(
                    ', ',
                    CASE WHEN p.pubinsert THEN 'insert' END,
                    CASE WHEN p.pubupdate THEN 'update' END,
                    CASE WHEN p.pubdelete THEN 'delete' END,
                    CASE WHEN p.pubtruncate THEN 'truncate' END),
                  -- Came with version 13.
                  CASE WHEN to_jsonb(p) ->> 'pubviaroot' = 'true' THEN ', publish_via_partition_root = true' END,
                  -- Came with version 18.
                  CASE WHEN to_jsonb(p) ->> 'pubgencols' = 's' THEN ', publish_generated_columns = stored' END
                ) AS ddl
              FROM pg_publication p
              WHERE :database_wide
              """);

  private static final CatalogQuery TABLES =
      CatalogQuery.of(
              ObjectKind.PUBLICATION,
              """
              SELECT
                quote_ident(p.pubname) AS name,
                string_agg(
                  format('ALTER PUBLICATION %I ADD TABLE %s', p.pubname, r.prrelid::regclass),
                  E'\\n' ORDER BY r.prrelid::regclass::text COLLATE "C") AS ddl
              FROM pg_publication p
              JOIN pg_publication_rel r ON r.prpubid = p.oid
              WHERE :database_wide AND r.prrelid = ANY (:relations)
              GROUP BY p.pubname
              """)
          .until(14);

  private static final CatalogQuery TABLES_WITH_ROWS_AND_COLUMNS =
      CatalogQuery.of(
              ObjectKind.PUBLICATION,
              """
              SELECT
                quote_ident(p.pubname) AS name,
                string_agg(
                  concat_ws(
                    ' ',
                    format('ALTER PUBLICATION %I ADD TABLE %s', p.pubname, r.prrelid::regclass),
                    '(' || (
                      SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
                      FROM pg_attribute a
                      WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs)) || ')',
                    'WHERE (' || pg_get_expr(r.prqual, r.prrelid) || ')'),
                  E'\\n' ORDER BY r.prrelid::regclass::text COLLATE "C") AS ddl
              FROM pg_publication p
              JOIN pg_publication_rel r ON r.prpubid = p.oid
              WHERE :database_wide AND r.prrelid = ANY (:relations)
              GROUP BY p.pubname
              """)
          .since(15);

  private static final CatalogQuery SCHEMAS =
      CatalogQuery.of(
              ObjectKind.PUBLICATION,
              """
              SELECT
                quote_ident(p.pubname) AS name,
                string_agg(
                  format('ALTER PUBLICATION %I ADD TABLES IN SCHEMA %I', p.pubname, n.nspname),
                  E'\\n' ORDER BY n.nspname COLLATE "C") AS ddl
              FROM pg_publication p
              JOIN pg_publication_namespace r ON r.pnpubid = p.oid
              JOIN pg_namespace n ON n.oid = r.pnnspid
              WHERE :database_wide
              GROUP BY p.pubname
              """)
          .since(15);

  static final List<CatalogQuery> ALL =
      List.of(PUBLICATIONS, TABLES, TABLES_WITH_ROWS_AND_COLUMNS, SCHEMAS);

  private PublicationQueries() {}
}
