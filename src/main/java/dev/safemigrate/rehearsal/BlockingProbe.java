package dev.safemigrate.rehearsal;

import dev.safemigrate.effect.LockMode;
import dev.safemigrate.effect.Measurement.Blocking;
import dev.safemigrate.schema.RelationName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;

/**
 * A session like the application's that tries to read and to write a table, and does not wait long.
 * What it does is rolled back, triggers of the statement included.
 */
final class BlockingProbe {

  /**
   * Only waiting for a lock counts: an idle table lets us pass at once, however slow all is. Long
   * enough for what the server itself does to a table, such as autovacuum's truncation.
   */
  private static final String PATIENCE = "SET lock_timeout = '15ms'";

  /** Where the tried lock is held, nothing is gained by waiting longer than the least. */
  private static final String NO_PATIENCE = "SET LOCAL lock_timeout = '1ms';";

  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final Connection connection;

  /**
   * @param connection a session of its own
   */
  BlockingProbe(Connection connection) throws SQLException {
    this.connection = connection;
    try (Statement statement = connection.createStatement()) {
      statement.execute(PATIENCE);
    }
    connection.setAutoCommit(false);
  }

  /**
   * Tries a table.
   *
   * @param table by the name that other sessions know
   * @param writable whether rows can be written to it
   * @param held what the other session is known to hold on it; says how long a try may last, and
   *     not what it meets
   */
  Blocking probe(RelationName table, boolean writable, Set<LockMode> held) throws SQLException {
    boolean reads =
        waits(
            "SELECT FROM " + ScratchDatabase.sql(table) + " LIMIT 1",
            held.stream().anyMatch(LockMode::blocksReads));
    Optional<Boolean> writes =
        writable
            ? Optional.of(
                waits(
                    "DELETE FROM " + ScratchDatabase.sql(table) + " WHERE false",
                    held.stream().anyMatch(LockMode::blocksWrites)))
            : Optional.empty();
    return new Blocking(table, reads, writes);
  }

  private boolean waits(String sql, boolean likely) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(likely ? NO_PATIENCE + sql : sql);
      return false;
    } catch (SQLException e) {
      if (connection.isClosed()) {
        throw e;
      }
      // Anything but waiting, such as a trigger's refusal, is not what is asked here.
      return LOCK_NOT_AVAILABLE.equals(e.getSQLState());
    } finally {
      if (!connection.isClosed()) {
        connection.rollback();
      }
    }
  }
}
