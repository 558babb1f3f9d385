package dev.safemigrate.catalog;

import dev.safemigrate.catalog.CatalogVersions.Version;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the schema of a database again and again, PostgreSQL 14 or newer: after the first time only
 * the relations that have changed since, with those whose text may name them, and what belongs to
 * no relation where any of that has changed. Where a name may be another one, all is read.
 */
public final class SchemaFollower {

  /**
   * What is printed otherwise when a column of another relation comes or goes: views, rules,
   * policies, children and parents. A body of SQL (prosqlbody) is in a function, which belongs to
   * no relation.
   */
  private static final String NEIGHBOURS =
      """
      WITH near (relation) AS (
        SELECT unnest($1)
        UNION SELECT ev_class FROM pg_rewrite WHERE oid >= 16384
        UNION SELECT polrelid FROM pg_policy
        UNION SELECT inhrelid FROM pg_inherits
        UNION SELECT inhparent FROM pg_inherits
        UNION SELECT 2 FROM pg_proc WHERE oid >= 16384 AND prosqlbody IS NOT NULL
      )
      SELECT coalesce(i.indrelid, near.relation) AS relation
      FROM near LEFT JOIN pg_index i ON i.indexrelid = near.relation
      UNION
      SELECT i.indexrelid FROM pg_index i JOIN near ON near.relation = i.indrelid
      """;

  /** Stands for a function whose body the server has understood. */
  private static final long BODIES = 2;

  /** What expressions of relations name. */
  private static final Set<ObjectKind> NAMED =
      EnumSet.of(
          ObjectKind.SCHEMA,
          ObjectKind.EXTENSION,
          ObjectKind.TYPE,
          ObjectKind.ROUTINE,
          ObjectKind.OTHER);

  private final Connection connection;
  private final CatalogOptions options;

  private boolean prepared;
  private CatalogVersions versions = new CatalogVersions(Map.of());
  private OwnedObjects objects = new OwnedObjects();
  private CanonicalSchema schema = objects.schema();

  /**
   * @param connection in autocommit mode; it has one follower at most
   * @param options without values of sequences, which change with no row of a catalog
   */
  public SchemaFollower(Connection connection, CatalogOptions options) {
    if (options.sequenceValues()) {
      throw new IllegalArgumentException("values of sequences cannot be followed");
    }
    this.connection = connection;
    this.options = options;
  }

  /** The schema as it is now. */
  public CanonicalSchema read() throws SQLException {
    try (ReadingSession session = ReadingSession.begin(connection)) {
      prepare(session);
      CatalogVersions now = CatalogVersions.read(session);
      if (now.equals(versions)) {
        return schema;
      }
      Scope scope = Scope.read(session, options);
      if (mayBeNamedElsewhere(now) || !readChanged(session, scope, changedSince(versions, now))) {
        objects = SchemaReader.readAll(session, scope, options);
      }
      versions = now;
      schema = objects.schema();
      return schema;
    }
  }

  /**
   * Reads all, and holds what was followed against it.
   *
   * @throws IllegalStateException when a change was missed
   */
  public CanonicalSchema readWhole() throws SQLException {
    CanonicalSchema followed = read();
    CanonicalSchema whole = SchemaReader.read(connection, options);
    if (!whole.equals(followed)) {
      throw new IllegalStateException(
          "changes of the schema were missed:\n" + SchemaDiff.between(followed, whole));
    }
    return whole;
  }

  /** Planning takes longer than executing: it is done once. */
  private void prepare(ReadingSession session) throws SQLException {
    if (prepared) {
      return;
    }
    CatalogVersions.prepare(session);
    session.execute("PREPARE migrate_neighbours (oid[]) AS " + NEIGHBOURS);
    List<CatalogQuery> queries = SchemaReader.queries(session.majorVersion());
    session.execute(
        "PREPARE migrate_relations (oid[], oid[]) AS "
            + united(queries.stream().filter(CatalogQuery::ofRelations)));
    session.execute(
        "PREPARE migrate_others (oid[], oid[]) AS "
            + united(queries.stream().filter(query -> !query.ofRelations())));
    prepared = true;
  }

  /** Queries as one that is planned once. */
  private String united(Stream<CatalogQuery> queries) {
    return queries
        .map(
            query ->
                "SELECT '%s' AS kind, %s AS relation, name, ddl FROM (%s) q"
                    .formatted(
                        query.kind(),
                        query.ofRelations() ? "relation" : OwnedObjects.NOBODY,
                        query
                            .sql()
                            .replace(":schemas", "$1")
                            .replace(":relations", "$2")
                            .replace(
                                ":database_wide", Boolean.toString(options.schemas().isEmpty()))))
        .collect(Collectors.joining("\nUNION ALL\n"));
  }

  private static Set<Long> changedSince(CatalogVersions before, CatalogVersions now) {
    Set<Long> changed = new HashSet<>(before.byRelation().keySet());
    changed.addAll(now.byRelation().keySet());
    changed.removeIf(
        relation -> {
          Version known = before.byRelation().get(relation);
          return known != null && known.equals(now.byRelation().get(relation));
        });
    return changed;
  }

  /** Whether a name has changed that others' text may show. */
  private boolean mayBeNamedElsewhere(CatalogVersions now) {
    for (long relation : changedSince(versions, now)) {
      Version known = versions.byRelation().get(relation);
      Version next = now.byRelation().get(relation);
      boolean renamed = known != null && next != null && !known.name().equals(next.name());
      if (renamed || isType(known) || isType(next)) {
        return true;
      }
    }
    return versions.byRelation().isEmpty();
  }

  /** What a composite type consists of is no relation's. */
  private static boolean isType(@Nullable Version version) {
    return version != null && version.kind().equals("c");
  }

  /** Reads what has changed, unless a function's body or a new name forbids to read no more. */
  private boolean readChanged(ReadingSession session, Scope scope, Set<Long> changed)
      throws SQLException {
    Set<Long> near = new HashSet<>(changed);
    session.forEachRow(
        "EXECUTE migrate_neighbours (%s)".formatted(Scope.array(changed)),
        row -> near.add(row.getLong("relation")));
    if (near.contains(BODIES)) {
      return false;
    }
    OwnedObjects anew = new OwnedObjects();
    if (changed.contains(OwnedObjects.NOBODY)) {
      execute(session, "migrate_others", scope, anew);
      if (mayBeNamedElsewhere(objects.of(OwnedObjects.NOBODY), anew.of(OwnedObjects.NOBODY))) {
        return false;
      }
    }
    List<Long> wanted = scope.relations().stream().filter(near::contains).toList();
    execute(session, "migrate_relations", new Scope(scope.schemas(), wanted), anew);
    for (long relation : changed) {
      if (mayBeRenamed(columns(objects, relation), columns(anew, relation))) {
        return false;
      }
    }
    objects.replace(near, anew);
    return true;
  }

  private static void execute(
      ReadingSession session, String prepared, Scope scope, OwnedObjects objects)
      throws SQLException {
    session.forEachRow(
        "EXECUTE %s (%s, %s)"
            .formatted(prepared, Scope.array(scope.schemas()), Scope.array(scope.relations())),
        row ->
            objects.add(
                row.getLong("relation"),
                new ObjectIdentity(
                    ObjectKind.valueOf(row.getString("kind")), row.getString("name")),
                row.getString("ddl")));
  }

  private static List<String> columns(OwnedObjects objects, long relation) {
    return objects.of(relation).entrySet().stream()
        .filter(object -> object.getKey().kind() == ObjectKind.COLUMN_ORDER)
        .flatMap(object -> object.getValue().stream())
        .toList();
  }

  /**
   * Whether the text of relations may show a difference of what is none: something has gone where
   * something has come, so that it may be a new name, or a type, an extension or a rare object is
   * another one.
   */
  private static boolean mayBeNamedElsewhere(
      Map<ObjectIdentity, List<String>> before, Map<ObjectIdentity, List<String>> now) {
    Predicate<ObjectIdentity> named = object -> NAMED.contains(object.kind());
    boolean gone =
        before.keySet().stream().filter(named).anyMatch(object -> !now.containsKey(object));
    boolean came =
        now.keySet().stream().filter(named).anyMatch(object -> !before.containsKey(object));
    return gone && came
        || before.entrySet().stream()
            .filter(object -> NAMED.contains(object.getKey().kind()))
            .filter(object -> object.getKey().kind() != ObjectKind.ROUTINE)
            .anyMatch(object -> isOther(object.getValue(), now.get(object.getKey())));
  }

  private static boolean isOther(List<String> before, @Nullable List<String> now) {
    return now != null && !now.equals(before);
  }

  /** Columns only came, behind the others, or only went; all else may be a column's new name. */
  private static boolean mayBeRenamed(List<String> before, List<String> now) {
    if (before.isEmpty() || now.isEmpty()) {
      return false; // The table itself came or went.
    }
    return before.size() <= now.size()
        ? !now.subList(0, before.size()).equals(before)
        : !before.stream().filter(now::contains).toList().equals(now);
  }
}
