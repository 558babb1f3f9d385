package dev.safemigrate.catalog;

import java.util.List;

/** Owners, privileges and default privileges. */
final class SecurityQueries {

  /** What is not a relation and has an owner and privileges; the letter is acldefault's. */
  private static final String OTHERS =
      """
      WITH secured AS (
        SELECT 'SCHEMA ' || quote_ident(nspname) AS name, nspowner AS owner, nspacl AS acl,
          'n'::"char" AS letter, 0::oid AS relation
        FROM pg_namespace
        WHERE oid = ANY (:schemas)
        UNION ALL
        SELECT
          CASE prokind WHEN 'p' THEN 'PROCEDURE ' ELSE 'FUNCTION ' END || p.oid::regprocedure,
          p.proowner, p.proacl, 'f'::"char", 0
        FROM pg_proc p
        WHERE p.pronamespace = ANY (:schemas)
          AND NOT EXISTS (
            SELECT 1 FROM pg_depend
            WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype IN ('e', 'i'))
        UNION ALL
        SELECT 'TYPE ' || t.oid::regtype, t.typowner, t.typacl, 'T'::"char", 0
        FROM pg_type t
        LEFT JOIN pg_class c ON c.oid = t.typrelid
        WHERE t.typnamespace = ANY (:schemas)
          -- No types of tables, arrays or multiranges: they follow another object.
          AND (c.relkind = 'c' OR t.typtype IN ('b', 'd', 'e', 'r'))
          AND NOT EXISTS (SELECT 1 FROM pg_type e WHERE e.typarray = t.oid)
          AND NOT EXISTS (
            SELECT 1 FROM pg_depend
            WHERE classid = 'pg_type'::regclass AND objid = t.oid AND deptype = 'e')
      )
      """;

  /** Relations and their columns in the same form. */
  private static final String RELATIONS =
      """
      WITH secured AS (
        SELECT
          CASE relkind
            WHEN 'S' THEN 'SEQUENCE ' WHEN 'v' THEN 'VIEW ' WHEN 'm' THEN 'MATERIALIZED VIEW '
            WHEN 'f' THEN 'FOREIGN TABLE ' ELSE 'TABLE ' END || oid::regclass AS name,
          relowner AS owner, relacl AS acl, CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char" AS letter,
          oid AS relation
        FROM pg_class
        WHERE oid = ANY (:relations) AND relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
        UNION ALL
        SELECT
          format('(%I) ON TABLE %s', a.attname, a.attrelid::regclass),
          c.relowner, a.attacl, 'c'::"char", c.oid
        FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid
        WHERE a.attrelid = ANY (:relations) AND a.attacl IS NOT NULL AND NOT a.attisdropped
      )
      """;

  private static final String OWNERS =
      """
      SELECT
        relation,
        name,
        format('ALTER %s OWNER TO %s', name, quote_ident(pg_get_userbyid(owner))) AS ddl
      FROM secured
      WHERE letter <> 'c'
      """;

  private static final String PRIVILEGES =
      """
      , given AS (
        SELECT relation, name, letter, a.grantee, a.privilege_type, a.is_grantable
        FROM secured, aclexplode(acl) a
      ), usual AS (
        SELECT relation, name, letter, a.grantee, a.privilege_type, a.is_grantable
        FROM secured, aclexplode(acldefault(letter, owner)) a
        WHERE acl IS NOT NULL
      ), changed AS (
        SELECT 'GRANT' AS verb, * FROM (TABLE given EXCEPT TABLE usual) granted
        UNION ALL
        SELECT 'REVOKE' AS verb, * FROM (TABLE usual EXCEPT TABLE given) revoked
      ), lines AS (
        SELECT
          relation,
          name,
          concat(
            verb,
            ' ',
            string_agg(DISTINCT privilege_type, ', ' ORDER BY privilege_type),
            CASE WHEN letter = 'c' THEN ' ' ELSE ' ON ' END,
            name,
            CASE verb WHEN 'GRANT' THEN ' TO ' ELSE ' FROM ' END,
            CASE grantee
              WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END,
            CASE WHEN is_grantable AND verb = 'GRANT' THEN ' WITH GRANT OPTION' END
          ) AS line
        FROM changed
        GROUP BY relation, name, letter, verb, grantee, is_grantable
      )
      SELECT relation, name, string_agg(line, E'\\n' ORDER BY line COLLATE "C") AS ddl
      FROM lines
      GROUP BY relation, name
      """;

  private static final CatalogQuery DEFAULT_PRIVILEGES =
      CatalogQuery.of(
          ObjectKind.DEFAULT_PRIVILEGE,
          """
          WITH entries AS (
            SELECT
              concat_ws(
                ' ',
                'FOR ROLE ' || quote_ident(pg_get_userbyid(d.defaclrole)),
                'IN SCHEMA ' || quote_ident(n.nspname)) AS name,
              string_agg(DISTINCT a.privilege_type, ', ' ORDER BY a.privilege_type) AS privileges,
              CASE d.defaclobjtype
                WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS'
                WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END AS objects,
              CASE a.grantee
                WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END AS grantee,
              CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' END AS option
            FROM pg_default_acl d
            LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
            CROSS JOIN LATERAL aclexplode(d.defaclacl) a
            WHERE n.oid = ANY (:schemas) OR (n.oid IS NULL AND :database_wide)
            GROUP BY 1, d.defaclobjtype, a.grantee, a.is_grantable
          ), lines AS (
            SELECT
              name,
              concat(
                'ALTER DEFAULT PRIVILEGES ', name, ' GRANT ', privileges, ' ON ', objects,
                ' TO ', grantee, option) AS line
            FROM entries
          )
          SELECT name, string_agg(line, E'\\n' ORDER BY line COLLATE "C") AS ddl
          FROM lines
          GROUP BY name
          """);

  static final List<CatalogQuery> ALL =
      List.of(
          CatalogQuery.of(ObjectKind.OWNER, OTHERS + OWNERS),
          CatalogQuery.ofRelations(ObjectKind.OWNER, RELATIONS + OWNERS),
          CatalogQuery.of(ObjectKind.PRIVILEGE, OTHERS + PRIVILEGES),
          CatalogQuery.ofRelations(ObjectKind.PRIVILEGE, RELATIONS + PRIVILEGES),
          DEFAULT_PRIVILEGES);

  private SecurityQueries() {}
}
