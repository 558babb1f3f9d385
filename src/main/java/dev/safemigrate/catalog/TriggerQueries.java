package dev.safemigrate.catalog;

import java.util.List;

/** Triggers, rules and event triggers. */
final class TriggerQueries {

  private static final CatalogQuery TRIGGERS =
      CatalogQuery.ofRelations(
          ObjectKind.TRIGGER,
          """
              SELECT
                t.tgrelid AS relation,
                format('%I ON %s', t.tgname, t.tgrelid::regclass) AS name,
                concat_ws(
                  E'\\n',
                  pg_get_triggerdef(t.oid),
                  'ALTER TABLE ' || t.tgrelid::regclass
                    || CASE t.tgenabled
                      WHEN 'D' THEN ' DISABLE' WHEN 'R' THEN ' ENABLE REPLICA' WHEN 'A' THEN ' ENABLE ALWAYS' END
                    || ' TRIGGER ' || quote_ident(t.tgname)) AS ddl
              FROM pg_trigger t
              WHERE t.tgrelid = ANY (:relations)
                -- Before version 15 a partition's copy of a trigger counts as internal, too.
                AND (NOT t.tgisinternal
                  OR to_jsonb(t) ->> 'tgparentid' <> '0'
                    AND NOT EXISTS (
                      SELECT 1 FROM pg_constraint con WHERE con.oid = t.tgconstraint AND con.contype <> 't'))
                -- A partition's trigger that is its parent's says nothing new (known since version 13).
                AND NOT EXISTS (
                  SELECT 1
                  FROM pg_trigger parent
                  WHERE parent.oid = cast(to_jsonb(t) ->> 'tgparentid' AS oid)
                    AND parent.tgenabled = t.tgenabled)
              """);

  private static final CatalogQuery RULES =
      CatalogQuery.ofRelations(
          ObjectKind.RULE,
          """
              SELECT
                r.ev_class AS relation,
                format('%I ON %s', r.rulename, r.ev_class::regclass) AS name,
                concat_ws(
                  E'\\n',
                  pg_get_ruledef(r.oid),
                  'ALTER TABLE ' || r.ev_class::regclass
                    || CASE r.ev_enabled
                      WHEN 'D' THEN ' DISABLE' WHEN 'R' THEN ' ENABLE REPLICA' WHEN 'A' THEN ' ENABLE ALWAYS' END
                    || ' RULE ' || quote_ident(r.rulename)) AS ddl
              FROM pg_rewrite r
              WHERE r.ev_class = ANY (:relations)
                -- What makes a view a view.
                AND r.rulename <> '_RETURN'
              """);

  private static final CatalogQuery EVENT_TRIGGERS =
      CatalogQuery.of(
          ObjectKind.EVENT_TRIGGER,
          """
              SELECT
                quote_ident(e.evtname) AS name,
                concat_ws(
                  E'\\n',
                  concat_ws(
                    ' ',
                    format('CREATE EVENT TRIGGER %I ON %s', e.evtname, e.evtevent),
                    'WHEN TAG IN ('
                      || (SELECT string_agg(quote_literal(tag), ', ' ORDER BY tag COLLATE "C")
                          FROM unnest(e.evttags) tag)
                      || ')',
                    'EXECUTE FUNCTION ' || e.evtfoid::regprocedure),
                  'ALTER EVENT TRIGGER ' || quote_ident(e.evtname)
                    || CASE e.evtenabled
                      WHEN 'D' THEN ' DISABLE' WHEN 'R' THEN ' ENABLE REPLICA' WHEN 'A' THEN ' ENABLE ALWAYS' END
                ) AS ddl
              FROM pg_event_trigger e
              WHERE :database_wide
                AND NOT EXISTS (
                  SELECT 1 FROM pg_depend
                  WHERE classid = 'pg_event_trigger'::regclass AND objid = e.oid AND deptype = 'e')
              """);

  static final List<CatalogQuery> ALL = List.of(TRIGGERS, RULES, EVENT_TRIGGERS);

  private TriggerQueries() {}
}
