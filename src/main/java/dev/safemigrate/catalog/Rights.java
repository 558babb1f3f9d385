package dev.safemigrate.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** What the session's user may do, and which extensions the server can offer. */
public final class Rights {

  private final Connection connection;

  public Rights(Connection connection) {
    this.connection = connection;
  }

  /** The owner of a relation that the user does not belong to; empty when it does. */
  public Optional<String> foreignOwner(long relation) throws SQLException {
    return text(
        """
        SELECT pg_catalog.pg_get_userbyid(relowner) FROM pg_catalog.pg_class
        WHERE oid = ?::bigint::oid AND NOT pg_catalog.pg_has_role(relowner, 'USAGE')
        """,
        Long.toString(relation));
  }

  /** Whether objects can be created in a schema; true when there is no such schema. */
  public boolean mayCreateIn(String schema) throws SQLException {
    return text(
            """
            SELECT 'no' FROM pg_catalog.pg_namespace
            WHERE nspname = ? AND NOT pg_catalog.has_schema_privilege(oid, 'CREATE')
            """,
            schema)
        .isEmpty();
  }

  /** Whether schemas and extensions can be created. */
  public boolean mayCreateInDatabase() throws SQLException {
    return text(
            """
            SELECT ?::text
            WHERE NOT pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE')
            """,
            "no")
        .isEmpty();
  }

  /** Whether the files of an extension are on the server. */
  public boolean isAvailable(String extension) throws SQLException {
    return text("SELECT name FROM pg_catalog.pg_available_extensions WHERE name = ?", extension)
        .isPresent();
  }

  /** Whether the extension is in the database. */
  public boolean isInstalled(String extension) throws SQLException {
    return text("SELECT extname FROM pg_catalog.pg_extension WHERE extname = ?", extension)
        .isPresent();
  }

  private Optional<String> text(String sql, String parameter) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, parameter);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }
}
