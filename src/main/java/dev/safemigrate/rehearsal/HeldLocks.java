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

/**
 * The locks on relations that one backend holds, as pg_locks shows them.
 *
 * @param virtualTransaction the transaction that holds them; empty when there is none
 * @param modes by the relation's oid, catalogs among them
 * @param walPosition how many bytes the write-ahead log had then
 */
record HeldLocks(String virtualTransaction, Map<Long, Set<LockMode>> modes, long walPosition) {

  /** Every transaction holds the lock on its own virtual id, so that there is a row to read. */
  private static final String QUERY =
      """
      SELECT l.locktype, l.relation, l.mode, l.virtualtransaction,
             pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_insert_lsn(), '0/0')::bigint
        FROM pg_catalog.pg_locks l
       WHERE l.granted AND l.pid = ?
         AND (l.locktype = 'virtualxid'
              OR l.locktype = 'relation'
                 AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d
                                    WHERE d.datname = pg_catalog.current_database()))
      """;

  HeldLocks {
    modes = Map.copyOf(modes);
  }

  static HeldLocks of(int backend, Connection connection) throws SQLException {
    String transaction = "";
    long wal = 0;
    Map<Long, Set<LockMode>> modes = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
      statement.setInt(1, backend);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          transaction = rows.getString(4);
          wal = rows.getLong(5);
          if (rows.getString(1).equals("relation")) {
            modes
                .computeIfAbsent(rows.getLong(2), oid -> EnumSet.noneOf(LockMode.class))
                .add(mode(rows.getString(3)));
          }
        }
      }
    }
    return new HeldLocks(transaction, modes, wal);
  }

  /** {@code ShareUpdateExclusiveLock} is what the server calls SHARE UPDATE EXCLUSIVE. */
  private static LockMode mode(String name) {
    String words = name.replaceAll("Lock$", "").replaceAll("(?<=[a-z])(?=[A-Z])", "_");
    return LockMode.valueOf(words.toUpperCase(Locale.ROOT));
  }
}
