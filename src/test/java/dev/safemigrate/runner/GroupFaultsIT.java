package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs of migrations that are one transaction together are hit at seeded random instants, as in
 * {@link FaultsIT}: behind each either all or nothing stands, and the next run does the rest.
 */
class GroupFaultsIT {

  private static final int FILES = 6;

  /** How often one database is hit: a group that is hit begins anew. */
  private static final int HITS = 3;

  /** Each writes a line into a table that was there before; no key hides a second one. */
  static TestRun on(TestDatabase database) {
    TestRun run =
        new TestRun(database)
            .group(true)
            .file("V1__tables.sql", note(1) + "CREATE TABLE rows (id int, kind int);")
            .file("beforeEachMigrate.sql", "INSERT INTO begun VALUES (1);");
    for (int i = 2; i < FILES; i++) {
      run.file(
          "V%d__rows.sql".formatted(i),
          note(i)
              + "INSERT INTO rows SELECT g, g % 7 FROM generate_series(1, 10000) g;"
              + "CREATE INDEX rows_%1$d_idx ON rows (kind, id); ALTER TABLE old ADD COLUMN n%1$d int;"
                  .formatted(i));
    }
    return run.file("R__view.sql", note(FILES) + "CREATE VIEW v AS SELECT id FROM rows;");
  }

  private static String note(int number) {
    return "INSERT INTO log VALUES (%d);\n".formatted(number);
  }

  @Test
  void killedGroupLeavesAllOrNothing() throws Exception {
    killUntil(2, 5000);
  }

  @Test
  void groupWhoseSessionIsEndedLeavesAllOrNothing() throws Exception {
    endSessionsUntil(4, 6000);
  }

  @Test
  @Tag("thorough")
  void fiftyKills() throws Exception {
    killUntil(50, 7000);
  }

  @Test
  @Tag("thorough")
  void thirtyEndedSessions() throws Exception {
    endSessionsUntil(30, 8000);
  }

  private static void killUntil(int wanted, long firstSeed) throws Exception {
    List<String> hits = new ArrayList<>();
    try (KilledRuns runs = new KilledRuns(FaultProject.GROUP)) {
      for (long seed = firstSeed; hits.size() < wanted; seed++) {
        TestDatabase database = database();
        Random random = new Random(seed);
        List<String> story = new ArrayList<>(List.of("seed " + seed));
        for (int i = 0; i < HITS && runs.killed(database, random, story); i++) {
          requireAllOrNothing(database, story);
        }
        finish(database, story);
        story.stream().filter(word -> word.startsWith("killed")).forEach(hits::add);
      }
    }
    System.out.println(FaultsIT.summary("kills of a group", hits));
  }

  private static void endSessionsUntil(int wanted, long firstSeed) throws Exception {
    List<String> hits = new ArrayList<>();
    for (long seed = firstSeed; hits.size() < wanted; seed++) {
      TestDatabase database = database();
      Random random = new Random(seed);
      List<String> story = new ArrayList<>(List.of("seed " + seed));
      for (int i = 0; i < HITS && FaultsIT.hitOnce(on(database), random, story); i++) {
        requireAllOrNothing(database, story);
      }
      finish(database, story);
      story.stream().filter(word -> word.startsWith("ended")).forEach(hits::add);
    }
    System.out.println(FaultsIT.summary("ended sessions of a group", hits));
  }

  private static TestDatabase database() throws Exception {
    TestDatabase database = TestDatabase.create(18);
    database.execute(
        "CREATE TABLE log (n int); CREATE TABLE begun (n int); CREATE TABLE old (id int)");
    return database;
  }

  /** Seen at one instant: a killed run's backend may still be at work. */
  private static void requireAllOrNothing(TestDatabase database, List<String> story)
      throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      boolean begun = value(statement, "SELECT to_regclass('migrate_history') IS NOT NULL") == 1;
      long rows = begun ? value(statement, "SELECT count(*) FROM migrate_history") : 0;
      assertThat(rows).as(story.toString()).isIn(0L, (long) FILES);
      assertThat(value(statement, "SELECT count(*) FROM log")).as(story.toString()).isEqualTo(rows);
      assertThat(value(statement, "SELECT count(*) FROM begun"))
          .as(story.toString())
          .isEqualTo(rows);
      assertThat(value(statement, "SELECT count(*) FROM pg_class WHERE relname IN ('rows', 'v')"))
          .as(story.toString())
          .isEqualTo(rows == 0 ? 0 : 2);
    }
  }

  private static long value(Statement statement, String query) throws Exception {
    try (ResultSet row = statement.executeQuery("SELECT (" + query + ")::int")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void finish(TestDatabase database, List<String> story) throws Exception {
    on(database).apply();
    requireAllOrNothing(database, story);
    TestRun run = on(database);
    assertThat(run.status())
        .as(story.toString())
        .hasSize(FILES)
        .allMatch(s -> s.endsWith("applied"));
    assertThat(database.column("SELECT n FROM log ORDER BY n"))
        .as(story.toString())
        .containsExactly("1", "2", "3", "4", "5", "6");
    assertThat(database.column("SELECT count(*) FROM rows")).containsExactly("40000");
    assertThat(run.apply().applied()).as(story.toString()).isEmpty();
  }
}
