package dev.safemigrate.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
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
      return readAll(session, scope, options).schema();
    }
  }

  /** Reads all objects of a scope, for those who want to know what they belong to. */
  static OwnedObjects readAll(ReadingSession session, Scope scope, CatalogOptions options)
      throws SQLException {
    boolean databaseWide = options.schemas().isEmpty();
    OwnedObjects objects = new OwnedObjects();
    List<CatalogQuery> queries = new ArrayList<>(queries(session.majorVersion()));
    if (options.sequenceValues()) {
      queries.add(SequenceQueries.VALUES);
    }
    session.forEachRow(
        queries.stream().map(query -> scope.bind(query.sql(), databaseWide)).toList(),
        queries.stream().map(query -> collector(query, objects)).toList());
    return objects;
  }

  /** The queries for one version of PostgreSQL, in the order of their objects. */
  static List<CatalogQuery> queries(int majorVersion) {
    return QUERIES.stream().filter(query -> query.isFor(majorVersion)).toList();
  }

  private static ReadingSession.RowReader collector(CatalogQuery query, OwnedObjects objects) {
    return row ->
        objects.add(
            query.ofRelations() ? row.getLong("relation") : OwnedObjects.NOBODY,
            new ObjectIdentity(query.kind(), row.getString("name")),
            row.getString("ddl"));
  }
}
