package dev.safemigrate.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the schema of a live database, PostgreSQL 12 or newer, into its canonical form. */
public final class SchemaReader {

  private static final List<CatalogQuery> QUERIES =
      Stream.of(
              SchemaQueries.ALL,
              OtherObjectQueries.ALL,
              TypeQueries.ALL,
              SequenceQueries.ALL,
              TableQueries.ALL,
              ColumnQueries.ALL,
              ConstraintQueries.ALL,
              IndexQueries.ALL,
              ViewQueries.ALL,
              RoutineQueries.ALL,
              TriggerQueries.ALL,
              PolicyQueries.ALL,
              PublicationQueries.ALL,
              CommentQueries.ALL,
              SecurityQueries.ALL)
          .flatMap(List::stream)
          .toList();

  private SchemaReader() {}

  /**
   * Reads all families of objects in one transaction that sees one state of the database.
   *
   * @param connection in autocommit mode, in which it is again afterwards
   * @throws SQLException when the server refuses a query, for example after a lock timeout
   */
  public static CanonicalSchema read(Connection connection, CatalogOptions options)
      throws SQLException {
    try (ReadingSession session = ReadingSession.begin(connection)) {
      Scope scope = Scope.read(session, options);
      boolean databaseWide = options.schemas().isEmpty();
      TreeMap<ObjectIdentity, List<String>> objects = new TreeMap<>();
      List<CatalogQuery> queries = new ArrayList<>(QUERIES);
      if (options.sequenceValues()) {
        queries.add(SequenceQueries.VALUES);
      }
      queries.removeIf(query -> !query.isFor(session.majorVersion()));
      session.forEachRow(
          queries.stream().map(query -> scope.bind(query.sql(), databaseWide)).toList(),
          queries.stream().map(query -> collector(query.kind(), objects)).toList());
      return new CanonicalSchema(objects);
    }
  }

  private static ReadingSession.RowReader collector(
      ObjectKind kind, TreeMap<ObjectIdentity, List<String>> objects) {
    return row -> collect(kind, row, objects);
  }

  private static void collect(
      ObjectKind kind, ResultSet row, TreeMap<ObjectIdentity, List<String>> objects)
      throws SQLException {
    String ddl = row.getString("ddl");
    if (ddl == null || ddl.isEmpty()) {
      return;
    }
    ObjectIdentity identity = new ObjectIdentity(kind, row.getString("name"));
    // A carriage return in a function's body stays: PostgreSQL keeps it too.
    List<String> lines = List.of(ddl.split("\n", -1));
    objects.computeIfAbsent(identity, absent -> new ArrayList<>()).addAll(lines);
  }
}
