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
import org.postgresql.util.PSQLException;

/** What an exclusion constraint beside its table refuses, and what it does not. */
class ExclusionPlanIT {

  private TestDatabase database;
  private TestRun run;
  private PlannedProject project;

  @BeforeEach
  void plan() throws Exception {
    project =
        PlannedProject.of(
            """
            CREATE TABLE bookings (id bigint PRIMARY KEY, room text, starts timestamptz,
              ends timestamptz, cancelled boolean NOT NULL DEFAULT false, note text);
            """,
            "add exclusion to bookings EXCLUDE USING gist (room WITH =, tstzrange(starts, ends) WITH"
                + " &&) WHERE (NOT cancelled) as no_double_booking",
            18);
    database = TestDatabase.create(18);
    run = new TestRun(database);
    for (SourceFile file : project.allFiles()) {
      run.file(file.name(), new String(file.bytes(), StandardCharsets.UTF_8));
    }
    run.target("1").apply();
    book(1, "a", 1, 3);
  }

  @Test
  void overlapIsRefusedWithTheNameOfTheConstraint() throws Exception {
    run.target("3").apply();
    book(2, "a", 3, 4);
    book(3, "b", 1, 3);
    assertRefused(() -> book(4, "a", 2, 5));
    assertRefused(() -> database.execute("UPDATE bookings SET room = 'a' WHERE id = 3"));
    database.execute("UPDATE bookings SET cancelled = true WHERE id = 1");
    book(5, "a", 1, 2);
    assertRefused(() -> database.execute("UPDATE bookings SET cancelled = false WHERE id = 1"));
    database.execute("UPDATE bookings SET id = 50 WHERE id = 5");
    database.execute("DELETE FROM bookings WHERE id = 50");
    database.execute("UPDATE bookings SET cancelled = false WHERE id = 1");
    database.execute("TRUNCATE bookings");
    book(6, "a", 1, 3);
    assertThat(database.column("SELECT id FROM no_double_booking_rows")).containsExactly("6");
  }

  @Test
  void twoAtOnceDoNotGetTheSame() throws Exception {
    run.target("3").apply();
    try (Connection first = database.connect();
        Statement statement = first.createStatement()) {
      first.setAutoCommit(false);
      statement.execute(booking(7, "c", 1, 3));
      CompletableFuture<Void> second =
          CompletableFuture.runAsync(() -> assertRefused(() -> book(8, "c", 2, 4)));
      while (database
          .column("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
          .isEmpty()) {
        Thread.sleep(5);
      }
      first.commit();
      second.join();
    }
  }

  @Test
  void rowsThatOverlapAreLeftOutAndNamedAndMayBeMended() throws Exception {
    book(2, "a", 2, 4);
    run.target("3");
    assertThatThrownBy(() -> run.apply()).hasMessageContaining("the verification does not hold");
    assertThat(database.column("SELECT id FROM no_double_booking_rows")).containsExactly("1");
    assertThat(database.column(overlaps())).containsExactly("2");
    database.execute("UPDATE bookings SET note = 'nobody minds' WHERE id = 2");
    assertRefused(
        () ->
            database.execute("UPDATE bookings SET ends = ends - interval '1 minute' WHERE id = 2"));
    database.execute("DELETE FROM bookings WHERE id = 1");
    run.apply();
    assertThat(database.column("SELECT id FROM no_double_booking_rows")).containsExactly("2");
  }

  /** The constraint takes over in a window, as the page says. */
  @Test
  void pageSaysHowTheConstraintTakesOver() throws Exception {
    run.target("3").apply();
    String page = page();
    String sql = page.substring(page.indexOf("BEGIN;"), page.indexOf("COMMIT;") + 7);
    database.execute(sql);
    assertThat(database.column("SELECT conrelid::regclass FROM pg_constraint WHERE contype = 'x'"))
        .containsExactly("bookings");
    assertThat(database.column("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")).isEmpty();
  }

  private String overlaps() {
    String page = page();
    int start = page.indexOf("SELECT left_out.*");
    return page.substring(start, page.indexOf(';', start));
  }

  private String page() {
    return project.plan().parts().get(project.plan().parts().size() - 1).toString();
  }

  private void book(int id, String room, int from, int to) throws SQLException {
    database.execute(booking(id, room, from, to));
  }

  private static String booking(int id, String room, int from, int to) {
    return "INSERT INTO bookings VALUES (%d, '%s', '2026-01-0%d', '2026-01-0%d')"
        .formatted(id, room, from, to);
  }

  private interface Change {
    void run() throws SQLException;
  }

  private static void assertRefused(Change change) {
    assertThatThrownBy(change::run)
        .isInstanceOfSatisfying(
            PSQLException.class,
            e -> {
              assertThat(e.getSQLState()).isEqualTo("23P01");
              assertThat(e.getServerErrorMessage().getConstraint()).isEqualTo("no_double_booking");
            });
  }
}
