package dev.safemigrate.runner;

import dev.safemigrate.ast.Identifiers;
import dev.safemigrate.effect.LockMode;
import dev.safemigrate.schema.RelationName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes locks one after the other within one budget of waiting.
 *
 * <p>lock_timeout counts anew for each lock (the manual, "Client Connection Defaults"). Whoever
 * queues behind the first lock would wait for all of them, so each may only use what those before
 * it have left.
 *
 * <p>A client may hold one of the locks and wait for another behind us: whatever our order is,
 * foreign keys lock in both directions. The server looks for such a circle when somebody has waited
 * for deadlock_timeout, and ends him who looks (the manual, "Lock Management"). The budget is
 * shorter than that, so nobody looks before we have given up and let him pass. What only yields
 * after deadlock_timeout, autovacuum, is therefore asked first, by its lock alone. Not so others:
 * whoever queued behind that lock would begin when it is given back, just before it is wanted
 * again.
 */
final class UpFrontLocks {

  private static final long SHORTEST_MILLIS = 1;

  private final Connection connection;
  private final LockPolicy policy;
  private final boolean again;
  private long leftNanos;

  /**
   * @param again whether they could not be had before
   */
  UpFrontLocks(Connection connection, LockPolicy policy, boolean again) {
    this.connection = connection;
    this.policy = policy;
    this.again = again;
    this.leftNanos = policy.severalLocksTimeout().toNanos();
  }

  /**
   * Takes them in order. What is no table, is not there or may not be locked by this role is left
   * to the statement that needs it; so is what comes behind a view, since whoever reads a view
   * locks it before its tables.
   *
   * @throws SQLException with 55P03 when the budget is used up
   */
  void take(List<Step.TableLock> locks) throws SQLException {
    List<Lockable> lockable = lockable(locks);
    if (again) {
      for (Lockable lock : lockable.stream().filter(l -> l.vacuumed() && !l.view()).toList()) {
        take("SAVEPOINT alone; " + timeout(policy.lockTimeout().toNanos()), lock);
        execute("ROLLBACK TO SAVEPOINT alone; RELEASE SAVEPOINT alone");
      }
    }
    for (Lockable lock : lockable.stream().takeWhile(l -> !l.view()).toList()) {
      long start = System.nanoTime();
      take(timeout(leftNanos), lock);
      leftNanos -= System.nanoTime() - start;
    }
    setTimeout();
  }

  /** Gives each lock that is waited for from now on what is left of the time. */
  void setTimeout() throws SQLException {
    execute(timeout(leftNanos));
  }

  /** In one exchange with what is set before it. */
  private void take(String before, Lockable lock) throws SQLException {
    try {
      execute(before + "; " + Step.TableLock.sql(lock.quotedName(), lock.mode()));
    } catch (SQLException e) {
      throw new SQLException(
          "%s on %s: %s"
              .formatted(lock.mode().sqlName(), lock.quotedName(), StatementFailure.message(e)),
          e.getSQLState(),
          e);
    }
  }

  private static String timeout(long nanos) {
    return "SET LOCAL lock_timeout = "
        + Math.max(SHORTEST_MILLIS, Duration.ofNanos(nanos).toMillis());
  }

  /**
   * @param vacuumed whether somebody holds the lock that autovacuum takes; who it is, not every
   *     role may see
   */
  private record Lockable(String quotedName, LockMode mode, boolean view, boolean vacuumed) {}

  /**
   * Asks the catalog. A name that was predicted to lie in public may lie elsewhere on the search
   * path; where both exist, it is not known which is meant.
   */
  private List<Lockable> lockable(List<Step.TableLock> locks) throws SQLException {
    if (locks.isEmpty()) {
      return List.of();
    }
    String sql =
        """
        SELECT w.position, pg_catalog.format('%%I.%%I', n.nspname, c.relname), c.relkind = 'v',
          EXISTS (SELECT FROM pg_catalog.pg_locks l WHERE l.relation = c.oid AND l.granted
                  AND l.mode = 'ShareUpdateExclusiveLock' AND l.pid <> pg_catalog.pg_backend_pid()
                  AND l.database = (SELECT oid FROM pg_catalog.pg_database
                                    WHERE datname = pg_catalog.current_database()))
        FROM (VALUES %s) AS w (position, full_name, path_name)
        JOIN pg_catalog.pg_class c
          ON c.oid = COALESCE(pg_catalog.to_regclass(w.full_name),
                              pg_catalog.to_regclass(w.path_name))
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v')
          AND COALESCE(pg_catalog.to_regclass(w.path_name), c.oid) = c.oid
          AND pg_catalog.has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE')
        ORDER BY w.position
        """
            .formatted(numbered(locks));
    List<Lockable> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        LockMode mode = locks.get(row.getInt(1)).mode();
        found.add(new Lockable(row.getString(2), mode, row.getBoolean(3), row.getBoolean(4)));
      }
    }
    return found;
  }

  private static String numbered(List<Step.TableLock> locks) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < locks.size(); i++) {
      RelationName table = locks.get(i).table();
      String own = Identifiers.quote(table.name());
      rows.add(
          "(%d, %s, %s)"
              .formatted(
                  i,
                  Identifiers.string(Identifiers.quote(table.schema()) + "." + own),
                  table.schema().equals("public") ? Identifiers.string(own) : "NULL::text"));
    }
    return String.join(", ", rows);
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
