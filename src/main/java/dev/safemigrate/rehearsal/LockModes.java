package dev.safemigrate.rehearsal;

import dev.safemigrate.effect.LockMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The modes in which one backend holds locks on relations, as pg_locks shows them. */
final class LockModes {

  private static final String QUERY =
      """
      SELECT l.relation, l.mode
        FROM pg_catalog.pg_locks l
        JOIN pg_catalog.pg_database d ON d.oid = l.database
       WHERE l.locktype = 'relation' AND l.granted AND l.pid = ?
         AND d.datname = pg_catalog.current_database()
      """;

  private LockModes() {}

  /** The modes by the relation's oid, catalogs among them. */
  static Map<Long, Set<LockMode>> heldBy(int backend, Connection connection) throws SQLException {
    Map<Long, Set<LockMode>> held = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
      statement.setInt(1, backend);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          held.computeIfAbsent(rows.getLong(1), oid -> EnumSet.noneOf(LockMode.class))
              .add(mode(rows.getString(2)));
        }
      }
    }
    return held;
  }

  /** {@code ShareUpdateExclusiveLock} is what the server calls SHARE UPDATE EXCLUSIVE. */
  private static LockMode mode(String name) {
    String words = name.replaceAll("Lock$", "").replaceAll("(?<=[a-z])(?=[A-Z])", "_");
    return LockMode.valueOf(words.toUpperCase(Locale.ROOT));
  }
}
