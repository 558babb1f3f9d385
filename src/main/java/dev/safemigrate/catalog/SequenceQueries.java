package dev.safemigrate.catalog;

import java.util.List;

/** Sequences, those of identity columns among them. */
final class SequenceQueries {

  private static final CatalogQuery SEQUENCES =
      CatalogQuery.ofRelations(
          ObjectKind.SEQUENCE,
          """
              SELECT
                c.oid AS relation,
                c.oid::regclass::text AS name,
                concat_ws(
                  E'\\n',
                  format(
                    'CREATE %sSEQUENCE %s AS %s START WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s CACHE %s%s',
                    CASE WHEN c.relpersistence = 'u' THEN 'UNLOGGED ' END,
                    c.oid::regclass,
                    format_type(s.seqtypid, NULL),
                    s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache,
                    CASE WHEN s.seqcycle THEN ' CYCLE' END),
                  (SELECT
                     format(
                       'ALTER SEQUENCE %s OWNED BY %s.%I', c.oid::regclass, a.attrelid::regclass, a.attname)
                   FROM pg_depend d
                   JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                   WHERE d.classid = 'pg_class'::regclass
                     AND d.objid = c.oid
                     AND d.refclassid = 'pg_class'::regclass
                     AND d.deptype IN ('a', 'i')
                     AND d.refobjsubid > 0)) AS ddl
              FROM pg_class c
              JOIN pg_sequence s ON s.seqrelid = c.oid
              WHERE c.oid = ANY (:relations)
              """);

  /** Where the sequences stand; asked only by those who want more than the schema. */
  static final CatalogQuery VALUES =
      CatalogQuery.ofRelations(
          ObjectKind.SEQUENCE,
          """
          SELECT
            s.seqrelid AS relation,
            s.seqrelid::regclass::text AS name,
            format(
              'SELECT pg_catalog.setval(%L, %s)',
              s.seqrelid::regclass, pg_sequence_last_value(s.seqrelid)) AS ddl
          FROM pg_sequence s
          WHERE s.seqrelid = ANY (:relations)
            AND pg_sequence_last_value(s.seqrelid) IS NOT NULL
          """);

  static final List<CatalogQuery> ALL = List.of(SEQUENCES);

  private SequenceQueries() {}
}
