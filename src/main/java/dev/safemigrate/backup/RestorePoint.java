package dev.safemigrate.backup;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A name in the write-ahead log that recovery from a base backup can stop at (the manual, Backup
 * Control Functions).
 */
final class RestorePoint {

  /** PostgreSQL refuses a name of 64 bytes or more. */
  private static final int LONGEST_NAME = 63;

  private RestorePoint() {}

  /** Creates it where the role may; says what was done, or why nothing was. */
  static String create(Connection connection, String label) throws SQLException {
    String name = label.replaceAll("[^\\x20-\\x7e]", "?");
    name = name.substring(Math.max(0, name.length() - LONGEST_NAME));
    String sql =
        """
        SELECT CASE
          WHEN pg_catalog.pg_is_in_recovery() THEN 'the server is in recovery'
          WHEN pg_catalog.current_setting('wal_level') = 'minimal' THEN 'wal_level is minimal'
          WHEN NOT pg_catalog.has_function_privilege(
            'pg_catalog.pg_create_restore_point(text)', 'EXECUTE')
            THEN 'the role may not call pg_create_restore_point'
          END
        """;
    try (PreparedStatement query = connection.prepareStatement(sql);
        ResultSet row = query.executeQuery()) {
      row.next();
      String reason = row.getString(1);
      if (reason != null) {
        return "No restore point: " + reason + ".";
      }
    }
    try (PreparedStatement create =
        connection.prepareStatement("SELECT pg_catalog.pg_create_restore_point(?)::text")) {
      create.setString(1, name);
      try (ResultSet row = create.executeQuery()) {
        row.next();
        return "Restore point '%s' at %s.".formatted(name, row.getString(1));
      }
    }
  }
}
