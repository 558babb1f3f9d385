package dev.safemigrate.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.TreeSet;

/** A database's schema in the lines of {@link SchemaPrinter}. */
final class ServerCatalog {

  /** Not of the system, not of another session, not of an extension. */
  private static final String OWN =
      """
      n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
      and not exists (select from pg_depend e where e.objid = %s.oid and e.deptype = 'e')
      """;

  private static final String TYPE =
      """
      case when exists (select from pg_depend e, pg_type b where e.objid = b.oid
          and e.classid = 'pg_type'::regclass and e.deptype = 'e'
          and b.oid = coalesce(nullif(t.typelem, 0), t.oid))
        then regexp_replace(replace(format_type(t.oid, null), '"', ''), '^[^.]*\\.', '')
        when t.typname in ('interval', '_interval')
        then case t.typname when 'interval' then 'interval' else 'interval[]' end
        else replace(format_type(t.oid, %s), '"', '') end
      """;

  private static final List<String> QUERIES =
      List.of(
          """
          select 'relation ' || n.nspname || '.' || c.relname || ' ' || c.relkind::text
          from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where c.relkind in ('r', 'p', 'f', 'v', 'm', 'S', 'c') and %s
          """
              .formatted(OWN.formatted("c")),
          """
          select 'column ' || n.nspname || '.' || c.relname || '.' || a.attname || ' ' || %s
            || case when a.attcollation <> t.typcollation and a.attcollation <> 0
                 then ' collate ' || (select collname from pg_collation where oid = a.attcollation)
                 else '' end
            || case when a.attnotnull then ' not null' else '' end
            || case when a.attidentity <> '' then ' identity ' || a.attidentity::text else '' end
            || case when a.attgenerated <> '' then ' generated ' || a.attgenerated::text else '' end
            || case when a.atthasdef and a.attgenerated = '' then ' default' else '' end
          from pg_class c join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid join pg_type t on t.oid = a.atttypid
          where c.relkind in ('r', 'p', 'f', 'c') and a.attnum > 0 and not a.attisdropped and %s
          """
              .formatted(TYPE.formatted("a.atttypmod"), OWN.formatted("c")),
          """
          select 'constraint ' || n.nspname || '.' || c.relname || ' ' || k.conname || ' ' || k.contype::text
            || case when k.contype = 'f' then ' ('
              || (select string_agg(a.attname, ',' order by u.i)
                  from unnest(k.conkey) with ordinality u(x, i)
                  join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.x)
              || ') -> ' || fn.nspname || '.' || f.relname || ' ('
              || (select string_agg(a.attname, ',' order by u.i)
                  from unnest(k.confkey) with ordinality u(x, i)
                  join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.x)
              || ')' else '' end
            || case when k.convalidated then '' else ' not valid' end
          from pg_constraint k join pg_class c on c.oid = k.conrelid
            join pg_namespace n on n.oid = c.relnamespace
            left join pg_class f on f.oid = k.confrelid
            left join pg_namespace fn on fn.oid = f.relnamespace
          where k.contype <> 't' and %s
            and not exists (select from pg_constraint p
              where p.oid = k.conparentid and p.conrelid = k.conrelid)
          """
              .formatted(OWN.formatted("c")),
          """
          select 'index ' || n.nspname || '.' || i.relname || ' on ' || tn.nspname || '.' || c.relname
            || ' ' || m.amname || ' ('
            || (select string_agg(coalesce(a.attname, '*'), ',' order by u.i)
                from unnest(x.indkey) with ordinality u(k, i)
                left join pg_attribute a on a.attrelid = c.oid and a.attnum = u.k and u.k > 0
                where u.i <= x.indnkeyatts)
            || ')'
            || coalesce((select ' include ' || string_agg(a.attname, ',' order by u.i)
                from unnest(x.indkey) with ordinality u(k, i)
                join pg_attribute a on a.attrelid = c.oid and a.attnum = u.k
                where u.i > x.indnkeyatts), '')
            || case when x.indisunique then ' unique' else '' end
            || case when x.indisprimary then ' primary' else '' end
            || case when x.indpred is not null then ' partial' else '' end
            || case when x.indisvalid then '' else ' invalid' end
          from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid
            join pg_namespace n on n.oid = i.relnamespace
            join pg_namespace tn on tn.oid = c.relnamespace join pg_am m on m.oid = i.relam
          where %s
          """
              .formatted(OWN.formatted("c")),
          """
          select 'inherits ' || n.nspname || '.' || c.relname || ' ' || pn.nspname || '.' || p.relname
          from pg_inherits h join pg_class c on c.oid = h.inhrelid
            join pg_namespace n on n.oid = c.relnamespace join pg_class p on p.oid = h.inhparent
            join pg_namespace pn on pn.oid = p.relnamespace
          where c.relkind in ('r', 'p', 'f') and %s
          """
              .formatted(OWN.formatted("c")),
          """
          select 'sequence ' || n.nspname || '.' || s.relname || ' owned by '
            || tn.nspname || '.' || c.relname || '.' || a.attname
          from pg_class s join pg_namespace n on n.oid = s.relnamespace
            join pg_depend d on d.objid = s.oid and d.deptype in ('a', 'i')
              and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0
            join pg_class c on c.oid = d.refobjid join pg_namespace tn on tn.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid and a.attnum = d.refobjsubid
          where s.relkind = 'S' and %s
          """
              .formatted(OWN.formatted("s")),
          """
          select 'enum ' || n.nspname || '.' || t.typname || ' '
            || (select string_agg(enumlabel, ',' order by enumsortorder) from pg_enum
                where enumtypid = t.oid)
          from pg_type t join pg_namespace n on n.oid = t.typnamespace where t.typtype = 'e' and %s
          """
              .formatted(OWN.formatted("t")),
          """
          select 'domain ' || n.nspname || '.' || d.typname || ' ' || %s
            || case when d.typnotnull then ' not null' else '' end
          from pg_type d join pg_namespace n on n.oid = d.typnamespace
            join pg_type t on t.oid = d.typbasetype
          where d.typtype = 'd' and %s
          """
              .formatted(TYPE.formatted("d.typtypmod"), OWN.formatted("d")),
          """
          select 'domain constraint ' || n.nspname || '.' || t.typname || ' ' || k.conname
            || case when k.convalidated then '' else ' not valid' end
          from pg_constraint k join pg_type t on t.oid = k.contypid
            join pg_namespace n on n.oid = t.typnamespace
          where k.contype = 'c' and %s
          """
              .formatted(OWN.formatted("t")),
          """
          select 'trigger ' || g.tgname || ' on ' || n.nspname || '.' || c.relname
          from pg_trigger g join pg_class c on c.oid = g.tgrelid
            join pg_namespace n on n.oid = c.relnamespace
          where not g.tgisinternal and %s
          """
              .formatted(OWN.formatted("c")),
          """
          select 'policy ' || p.polname || ' on ' || n.nspname || '.' || c.relname
          from pg_policy p join pg_class c on c.oid = p.polrelid
            join pg_namespace n on n.oid = c.relnamespace
          where %s
          """
              .formatted(OWN.formatted("c")),
          """
          select 'function ' || n.nspname || '.' || p.proname || '/' || p.pronargs || ' '
            || case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end
          from pg_proc p join pg_namespace n on n.oid = p.pronamespace
          where %s and not exists (select from pg_depend i where i.objid = p.oid and i.deptype = 'i')
          """
              .formatted(OWN.formatted("p")),
          """
          select 'statistics ' || n.nspname || '.' || s.stxname
          from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace
          where %s
          """
              .formatted(OWN.formatted("s")),
          "select 'schema ' || n.nspname from pg_namespace n where " + OWN.formatted("n"));

  private ServerCatalog() {}

  static List<String> lines(Connection connection) throws SQLException {
    TreeSet<String> lines = new TreeSet<>();
    try (Statement statement = connection.createStatement()) {
      statement.execute("set search_path = ''");
      for (String query : QUERIES) {
        try (ResultSet rows = statement.executeQuery(query)) {
          while (rows.next()) {
            lines.add(rows.getString(1));
          }
        }
      }
    }
    return List.copyOf(lines);
  }
}
