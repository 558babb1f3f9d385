package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safemigrate.plan.PlannedProject;
import dev.safemigrate.source.SourceFile;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** The new name of columns that move, while they are in the old table. */
class MovedColumnsIT {

  private TestDatabase database;

  @BeforeEach
  void expand() throws Exception {
    PlannedProject project =
        PlannedProject.of(
            """
            CREATE TABLE things (id bigint PRIMARY KEY, kept integer, note text,
              size integer NOT NULL DEFAULT 3, code text NOT NULL);
            """,
            "move columns note, size, code of things to details",
            18);
    database = TestDatabase.create(18);
    TestRun run = new TestRun(database);
    for (SourceFile file : project.allFiles()) {
      run.file(file.name(), new String(file.bytes(), StandardCharsets.UTF_8));
    }
    run.target("1").apply();
    database.execute("INSERT INTO things VALUES (1, 1, 'a', 1, 'c')");
    run.target("3").apply();
  }

  @Test
  void insertGivesTheRowItsValuesOnce() throws Exception {
    database.execute("INSERT INTO things (id) VALUES (2)");
    assertThat(database.column("SELECT details::text FROM details WHERE id = 2"))
        .containsExactly("(2,,3,\"\")");
    assertThat(
            database.column(
                "INSERT INTO details (id, note, code) VALUES (2, 'b', 'd') RETURNING details::text"))
        .containsExactly("(2,b,3,d)");
    assertThat(database.column("SELECT details_rows::text FROM details_rows WHERE id = 2"))
        .containsExactly("(2,b,3,d)");
    assertThatThrownBy(() -> database.execute("INSERT INTO details VALUES (2, 'x', 1, 'x')"))
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("23505");
  }

  @Test
  void insertWithoutItsRowIsRefusedAsTheForeignKeyWill() {
    assertThatThrownBy(() -> database.execute("INSERT INTO details VALUES (9, 'x', 1, 'x')"))
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("23503");
  }

  @Test
  void deleteEmptiesTheColumnsAndTheRowGoesWithTheOther() throws Exception {
    database.execute("DELETE FROM details WHERE id = 1");
    assertThat(database.column("SELECT things::text FROM things")).containsExactly("(1,1,,3,\"\")");
    database.execute("DELETE FROM things");
    assertThat(database.column("SELECT id FROM details_rows")).isEmpty();
  }

  @Test
  void copyGoesThroughTheView() throws Exception {
    database.execute("INSERT INTO things (id) VALUES (5)");
    try (Connection connection = database.connect()) {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(
              "COPY details (id, note, code) FROM STDIN",
              new java.io.ByteArrayInputStream("5\tn\tk\n".getBytes(StandardCharsets.UTF_8)));
    }
    assertThat(database.column("SELECT things::text FROM things WHERE id = 5"))
        .containsExactly("(5,,n,3,k)");
  }

  @Test
  void updatesOfBothVersionsAtOnceLoseNothing() throws Exception {
    try (Connection old = database.connect();
        Statement statement = old.createStatement()) {
      old.setAutoCommit(false);
      statement.execute("UPDATE things SET note = note || 'x', size = size + 1 WHERE id = 1");
      CompletableFuture<Void> next =
          CompletableFuture.runAsync(
              () -> {
                try {
                  database.execute("UPDATE details SET size = size + 1 WHERE id = 1");
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      while (database
          .column("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
          .isEmpty()) {
        Thread.sleep(5);
      }
      old.commit();
      next.join();
    }
    assertThat(database.column("SELECT details::text FROM details")).containsExactly("(1,ax,3,c)");
    assertThat(database.column("SELECT details_rows::text FROM details_rows"))
        .containsExactly("(1,ax,3,c)");
  }

  /** Who may write the table need not know that there is another. */
  @Test
  void oldVersionNeedsNoPrivilegeOnTheNewTable() throws Exception {
    database.execute(
        "GRANT INSERT, UPDATE, SELECT ON things TO pg_monitor; SET ROLE pg_monitor;"
            + " UPDATE things SET note = 'm'");
    assertThat(database.column("SELECT note FROM details_rows")).containsExactly("m");
  }
}
