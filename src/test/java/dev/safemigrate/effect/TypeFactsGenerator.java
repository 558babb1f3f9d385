package dev.safemigrate.effect;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads what {@link TypeFacts} knows from the catalogs of running servers, one for each version.
 *
 * <p>Each file is a list of lines, tab separated; the last field holds the versions in which the
 * line is true, empty where it is true in all of them.
 */
final class TypeFactsGenerator {

  /** The contrib modules whose types, casts, functions and operator classes migrations meet. */
  private static final List<String> EXTENSIONS =
      List.of(
          "citext",
          "hstore",
          "ltree",
          "btree_gist",
          "btree_gin",
          "pg_trgm",
          "pgcrypto",
          "uuid-ossp",
          "unaccent",
          "intarray",
          "cube",
          "earthdistance",
          "fuzzystrmatch",
          "isn",
          "seg",
          "tablefunc");

  private static final String EXTENSION =
      "coalesce((select e.extname from pg_depend d join pg_extension e on e.oid = d.refobjid"
          + " where d.deptype = 'e' and d.classid = '%s'::regclass and d.objid = %s), '')";

  /** File name to the query that makes it. */
  static final Map<String, String> QUERIES =
      Map.of(
          "types.tsv",
          """
          select t.typname, t.typtype, t.typcategory, t.typispreferred, t.typlen, t.typstorage,
            coalesce((select typname from pg_range r join pg_type s on s.oid = r.rngsubtype
              where r.rngtypid = t.oid), ''),
          """
              + EXTENSION.formatted("pg_type", "t.oid")
              + """
               from pg_type t join pg_namespace n on n.oid = t.typnamespace
              where t.typtype in ('b', 'r', 'm') and not exists (select from pg_type e where e.typarray = t.oid)
              and n.nspname in ('pg_catalog', 'public')
              """,
          "casts.tsv",
          """
          select s.typname, t.typname, c.castcontext, c.castmethod, coalesce(p.proname, ''),
            coalesce((select proname from pg_proc u where u.oid = p.prosupport), ''),
          """
              + EXTENSION.formatted("pg_cast", "c.oid")
              + """
               from pg_cast c join pg_type s on s.oid = c.castsource join pg_type t on t.oid = c.casttarget
              left join pg_proc p on p.oid = c.castfunc
              """,
          "operator-classes.tsv",
          """
          select a.amname, o.opcname, t.typname, o.opcdefault, f.opfname,
          """
              + EXTENSION.formatted("pg_opclass", "o.oid")
              + """
               from pg_opclass o join pg_am a on a.oid = o.opcmethod join pg_type t on t.oid = o.opcintype
              join pg_opfamily f on f.oid = o.opcfamily
              """,
          "equality.tsv",
          """
          select f.opfname, l.typname, r.typname
          from pg_amop o join pg_am a on a.oid = o.amopmethod join pg_opfamily f on f.oid = o.amopfamily
          join pg_type l on l.oid = o.amoplefttype join pg_type r on r.oid = o.amoprighttype
          where a.amname = 'btree' and o.amopstrategy = 3
          """);

  private static final String FUNCTIONS =
      """
      select p.proname, p.provolatile, p.pronargs - p.pronargdefaults,
        case when p.provariadic <> 0 then 99 else p.pronargs end,
        coalesce((select string_agg(format_type(a, null), ',' order by i)
          from unnest(p.proargtypes) with ordinality x(a, i)), '')
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname in ('pg_catalog', 'public') and p.prokind in ('f', 'a', 'w')
        and p.prorettype not in ('trigger'::regtype, 'internal'::regtype, 'cstring'::regtype)
        and not 'internal'::regtype = any (p.proargtypes)
      """;

  private final Map<String, Map<String, TreeSet<Integer>>> lines = new TreeMap<>();
  private final TreeSet<Integer> versions = new TreeSet<>();

  /** Adds what the server of one version says. */
  void add(int version, Connection connection) throws SQLException {
    versions.add(version);
    try (Statement statement = connection.createStatement()) {
      for (String extension : EXTENSIONS) {
        statement.execute("create extension if not exists \"" + extension + "\" cascade");
      }
      for (Map.Entry<String, String> query : QUERIES.entrySet()) {
        try (ResultSet rows = statement.executeQuery(query.getValue())) {
          while (rows.next()) {
            record(query.getKey(), line(rows), version);
          }
        }
      }
      for (String line : functions(statement)) {
        record("functions.tsv", line, version);
      }
    }
  }

  /** The text of each file. */
  Map<String, String> files() {
    Map<String, String> files = new TreeMap<>();
    lines.forEach(
        (file, content) -> {
          StringBuilder text = new StringBuilder();
          content.forEach(
              (line, in) -> text.append(line).append('\t').append(range(in)).append('\n'));
          files.put(file, text.toString());
        });
    return files;
  }

  private void record(String file, String line, int version) {
    lines
        .computeIfAbsent(file, name -> new TreeMap<>())
        .computeIfAbsent(line, text -> new TreeSet<>())
        .add(version);
  }

  private static String line(ResultSet row) throws SQLException {
    List<String> fields = new ArrayList<>();
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      fields.add(row.getString(i));
    }
    return String.join("\t", fields);
  }

  /**
   * Name, arguments, volatility. One line with {@code *} where all functions of a name agree, else
   * one for each number of arguments, else one for each list of argument types.
   */
  private static List<String> functions(Statement statement) throws SQLException {
    record Function(String volatility, int least, int most, String types) {}
    Map<String, List<Function>> byName = new TreeMap<>();
    try (ResultSet rows = statement.executeQuery(FUNCTIONS)) {
      while (rows.next()) {
        byName
            .computeIfAbsent(rows.getString(1), name -> new ArrayList<>())
            .add(
                new Function(rows.getString(2), rows.getInt(3), rows.getInt(4), rows.getString(5)));
      }
    }
    List<String> result = new ArrayList<>();
    byName.forEach(
        (name, functions) -> {
          if (functions.stream().map(Function::volatility).distinct().count() == 1) {
            result.add(name + "\t*\t" + functions.get(0).volatility());
            return;
          }
          for (Function function : functions) {
            boolean alone =
                functions.stream()
                    .filter(f -> f.least() <= function.most() && function.least() <= f.most())
                    .allMatch(f -> f.volatility().equals(function.volatility()));
            String arguments =
                alone ? function.least() + "-" + function.most() : "(" + function.types() + ")";
            result.add(name + "\t" + arguments + "\t" + function.volatility());
          }
        });
    return result.stream().distinct().toList();
  }

  private String range(TreeSet<Integer> in) {
    if (in.equals(versions)) {
      return "";
    }
    return String.join(",", in.stream().map(String::valueOf).toList());
  }
}
