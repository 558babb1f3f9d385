package dev.safemigrate.catalog;

import java.util.List;

/** Constraints of tables. */
final class ConstraintQueries {

  private static final CatalogQuery CONSTRAINTS =
      CatalogQuery.ofRelations(
          ObjectKind.CONSTRAINT,
          """
              WITH described AS (
                SELECT con.*, pg_get_constraintdef(con.oid) AS definition
                FROM pg_constraint con
                WHERE con.conrelid = ANY (:relations)
                  -- NOT NULL stands with its column, a constraint trigger with the triggers.
                  AND con.contype IN ('c', 'f', 'p', 'u', 'x')
              )
              SELECT
                child.conrelid AS relation,
                format('%I ON %s', child.conname, child.conrelid::regclass) AS name,
                concat_ws(
                  E'\\n',
                  format(
                    'ALTER TABLE %s ADD CONSTRAINT %I %s',
                    child.conrelid::regclass, child.conname, child.definition),
                  (SELECT
                     string_agg(DISTINCT
                       format(
                         'ALTER TABLE %s DISABLE TRIGGER ALL -- %s is not enforced',
                         t.tgrelid::regclass, quote_ident(child.conname)),
                       E'\\n')
                   FROM pg_trigger t
                   WHERE t.tgconstraint = child.oid AND t.tgisinternal AND t.tgenabled IN ('D', 'R'))) AS ddl
              FROM described child
              -- A foreign key to a partitioned table has an inner copy per partition of that.
              WHERE NOT EXISTS (
                  SELECT 1
                  FROM pg_constraint parent
                  WHERE parent.oid = child.conparentid AND parent.conrelid = child.conrelid)
                -- A partition's or child's constraint that is exactly its parent's says nothing new.
                AND NOT (
                  child.contype = 'f'
                  AND EXISTS (
                    SELECT 1 FROM described parent
                    WHERE parent.oid = child.conparentid AND parent.definition = child.definition))
                AND NOT (
                  child.contype = 'c'
                  AND NOT child.conislocal
                  AND NOT EXISTS (
                    SELECT 1
                    FROM pg_inherits i
                    JOIN described parent ON parent.conrelid = i.inhparent AND parent.conname = child.conname
                    WHERE i.inhrelid = child.conrelid AND parent.definition <> child.definition))
              """);

  static final List<CatalogQuery> ALL = List.of(CONSTRAINTS);

  private ConstraintQueries() {}
}
