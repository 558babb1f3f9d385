package dev.safemigrate.catalog;

import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.schema.RelationName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Finds the relations that are there among those that a migration names. */
public final class RelationIds {

  private static final String BY_NAME =
      """
      SELECT w.position, COALESCE(pg_catalog.to_regclass(w.full_name),
        pg_catalog.to_regclass(w.path_name))::oid::bigint
      FROM unnest(?::text[], ?::text[]) WITH ORDINALITY AS w (full_name, path_name, position)
      """;

  private RelationIds() {}

  /**
   * A name that was predicted to lie in public may lie elsewhere on the session's search path.
   *
   * @return the object identifier of each that exists, by name in order
   */
  public static Map<RelationName, Long> find(Connection connection, Collection<RelationName> names)
      throws SQLException {
    List<RelationName> wanted = List.copyOf(names);
    Map<RelationName, Long> found = new TreeMap<>();
    try (PreparedStatement query = connection.prepareStatement(BY_NAME)) {
      query.setArray(1, array(connection, wanted, RelationIds::full));
      query.setArray(2, array(connection, wanted, RelationIds::onPath));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          long id = row.getLong(2);
          if (!row.wasNull()) {
            found.put(wanted.get(row.getInt(1) - 1), id);
          }
        }
      }
    }
    return found;
  }

  private static Array array(
      Connection connection, List<RelationName> names, Function<RelationName, String> text)
      throws SQLException {
    return connection.createArrayOf("text", names.stream().map(text).toArray());
  }

  private static String full(RelationName name) {
    return Identifiers.quote(name.schema()) + "." + Identifiers.quote(name.name());
  }

  private static String onPath(RelationName name) {
    return name.schema().equals("public") ? Identifiers.quote(name.name()) : full(name);
  }
}
