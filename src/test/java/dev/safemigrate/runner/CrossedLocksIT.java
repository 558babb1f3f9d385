package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A migration and a client that lock two tables, each in its own order. */
class CrossedLocksIT {

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  /**
   * The client begins to wait behind the migration while that still waits for its first lock: the
   * server would look for the circle on the client's behalf.
   */
  @Test
  void clientWinsWhoHoldsWhatTheMigrationWantsNext() throws Exception {
    TestDatabase database = TestDatabase.create(18);
    TestRun run = new TestRun(database);
    run.file(
            "V1__tables.sql",
            """
            CREATE TABLE parents (id bigint PRIMARY KEY, note text);
            CREATE TABLE children (parent_id bigint REFERENCES parents ON DELETE CASCADE);
            INSERT INTO parents (id) VALUES (1), (2);
            """)
        .apply();
    run.file("V2__release.sql", "ALTER TABLE children DROP CONSTRAINT children_parent_id_fkey;");
    try (Connection reader = database.connect();
        Connection client = database.connect()) {
      begin(reader, "SELECT * FROM children");
      Future<Apply.Result> applied = threads.submit(run::apply);
      await(database, 1);
      begin(client, "UPDATE parents SET note = 'x' WHERE id = 2");
      Future<Integer> deleted =
          threads.submit(() -> execute(client, "DELETE FROM parents WHERE id = 1"));
      await(database, 2);
      // Long enough for the client's look at one second to come when the migration holds children.
      Thread.sleep(300);
      reader.rollback();
      assertThat(deleted.get()).isEqualTo(1);
      client.commit();
      assertThat(applied.get().applied()).containsExactly("V2__release.sql");
    }
  }

  private static void begin(Connection connection, String sql) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  private static void await(TestDatabase database, int waiting) throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 500; i++) {
        try (ResultSet row =
            statement.executeQuery(
                "SELECT count(*) >= "
                    + waiting
                    + " FROM pg_locks l JOIN pg_database d"
                    + " ON d.oid = l.database WHERE d.datname = current_database()"
                    + " AND NOT l.granted AND l.locktype = 'relation'")) {
          row.next();
          if (row.getBoolean(1)) {
            return;
          }
        }
        Thread.sleep(5);
      }
    }
    throw new AssertionError("nobody waits");
  }
}
