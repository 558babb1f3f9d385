package dev.safemigrate.catalog;

import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.schema.RelationName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Finds the relations that are there among those that a migration names. */
public final class RelationIds {

  private static final String BY_NAME =
      "SELECT COALESCE(pg_catalog.to_regclass(?), pg_catalog.to_regclass(?))::oid::bigint";

  private RelationIds() {}

  /**
   * A name that was predicted to lie in public may lie elsewhere on the session's search path.
   *
   * @return the object identifier of each that exists, by name in order
   */
  public static Map<RelationName, Long> find(Connection connection, Collection<RelationName> names)
      throws SQLException {
    Map<RelationName, Long> found = new TreeMap<>();
    try (PreparedStatement query = connection.prepareStatement(BY_NAME)) {
      for (RelationName name : names) {
        String own = Identifiers.quote(name.name());
        String full = Identifiers.quote(name.schema()) + "." + own;
        query.setString(1, full);
        query.setString(2, name.schema().equals("public") ? own : full);
        try (ResultSet row = query.executeQuery()) {
          row.next();
          long id = row.getLong(1);
          if (!row.wasNull()) {
            found.put(name, id);
          }
        }
      }
    }
    return found;
  }
}
