package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.embedded.PostgresServers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs are hit at seeded random instants, again and again on the same database: the process killed
 * (kill -9), or a session ended by the server. After one more run everything is as if nothing had
 * happened, and nobody has typed anything.
 *
 * <p>Another session reads the tables all the while in transactions of 30 ms, so that what runs
 * concurrently has to wait between its phases and is hit there too.
 */
class FaultsIT {

  static final int LONGEST_DELAY_MILLIS = 700;

  private static final long READING_MILLIS = 30;

  private static FaultMigrations migrations;

  @BeforeAll
  static void runUndisturbed() throws Exception {
    migrations = FaultMigrations.undisturbed();
  }

  @Test
  void killedRunsAreFinishedByTheNextOne() throws Exception {
    killUntil(8, 1000);
  }

  @Test
  void runsWhoseSessionsAreEndedAreFinishedByTheNextOne() throws Exception {
    endSessionsUntil(6, 2000);
  }

  @Test
  @Tag("thorough")
  void twoHundredKills() throws Exception {
    killUntil(200, 3000);
  }

  @Test
  @Tag("thorough")
  void fiftyEndedSessions() throws Exception {
    endSessionsUntil(50, 4000);
  }

  private static void killUntil(int wanted, long firstSeed) throws Exception {
    List<String> hits = new ArrayList<>();
    for (long seed = firstSeed; hits.size() < wanted; seed++) {
      TestDatabase database = TestDatabase.create(18);
      Random random = new Random(seed);
      List<String> story = new ArrayList<>();
      try (Reader reader = new Reader(database);
          KilledRuns runs = new KilledRuns(FaultProject.EVERY_KIND)) {
        boolean hit = true;
        while (hit) {
          hit = runs.killed(database, random, story);
          if (hit && random.nextInt(4) == 0) {
            endSession(database, "apply", story);
          }
        }
      }
      finish(database, "seed " + seed + ": " + story);
      hits.addAll(story.stream().filter(word -> word.startsWith("killed")).toList());
    }
    System.out.println(summary("kills", hits));
  }

  private static void endSessionsUntil(int wanted, long firstSeed) throws Exception {
    List<String> hits = new ArrayList<>();
    for (long seed = firstSeed; hits.size() < wanted; seed++) {
      TestDatabase database = TestDatabase.create(18);
      Random random = new Random(seed);
      List<String> story = new ArrayList<>();
      try (Reader reader = new Reader(database)) {
        boolean hit = true;
        while (hit) {
          hit = hitOnce(FaultMigrations.on(database), random, story);
        }
      }
      finish(database, "seed " + seed + ": " + story);
      hits.addAll(story.stream().filter(word -> word.startsWith("ended")).toList());
    }
    System.out.println(summary("ended sessions", hits));
  }

  /** How many there were of each kind: what is hit is left to chance, so it is worth a look. */
  static String summary(String what, List<String> hits) {
    Map<String, Long> kinds =
        hits.stream()
            .map(hit -> hit.replaceAll("\\s+", " ").replaceAll("\\d+/\\d+ ?", ""))
            .map(hit -> hit.substring(0, Math.min(60, hit.length())))
            .collect(Collectors.groupingBy(hit -> hit, TreeMap::new, Collectors.counting()));
    return hits.size() + " " + what + ": " + kinds;
  }

  /** Whether the run was hit before its end. */
  static boolean hitOnce(TestRun run, Random random, List<String> story) throws Exception {
    long delay = random.nextInt(LONGEST_DELAY_MILLIS);
    String victim = random.nextInt(4) == 0 ? "lock" : "apply";
    AtomicBoolean over = new AtomicBoolean();
    Thread executioner =
        new Thread(
            () -> {
              try {
                Thread.sleep(delay);
                while (!over.get() && !endSession(run.database(), victim, story)) {
                  Thread.sleep(10);
                }
              } catch (SQLException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    executioner.start();
    try {
      run.apply();
      return false;
    } catch (RunException | SQLException e) {
      story.add(delay + " ms, failed with: " + e.getMessage());
      return true;
    } finally {
      over.set(true);
      executioner.join();
    }
  }

  private static void finish(TestDatabase database, String story) throws Exception {
    TestRun run = FaultMigrations.on(database);
    try {
      run.apply();
    } catch (RunException e) {
      throw new AssertionError(story + "\nthe last run: " + run.said(), e);
    }
    migrations.requireUndisturbed(run, story);
  }

  /** Ends the sessions that serve this purpose, those of killed runs too. */
  static boolean endSession(TestDatabase database, String purpose, List<String> story)
      throws SQLException {
    String sql =
        """
        SELECT pg_terminate_backend(pid), query FROM pg_stat_activity
        WHERE datname = ? AND application_name LIKE ?
        """;
    try (Connection connection = PostgresServers.get(18).connect("postgres");
        PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, database.name());
      query.setString(2, Sessions.APPLICATION_NAME + " " + purpose + "%");
      boolean found = false;
      try (var row = query.executeQuery()) {
        while (row.next()) {
          found = true;
          story.add("ended " + purpose + " at " + row.getString(2));
        }
      }
      return found;
    }
  }

  /** Reads in short transactions until it is closed. */
  private static final class Reader implements AutoCloseable {

    private final AtomicBoolean over = new AtomicBoolean();
    private final Thread thread;

    private Reader(TestDatabase database) {
      thread = new Thread(() -> read(database));
      thread.start();
    }

    private void read(TestDatabase database) {
      try (Connection connection = database.connect();
          Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        while (!over.get()) {
          statement.execute("SELECT count(*) FROM pg_class");
          for (String table : List.of("rows", "few", "events", "events_1")) {
            statement.execute("SAVEPOINT before");
            try {
              statement.execute("SELECT FROM " + table + " LIMIT 1");
            } catch (SQLException e) {
              statement.execute("ROLLBACK TO before");
            }
          }
          Thread.sleep(READING_MILLIS);
          connection.rollback();
        }
      } catch (SQLException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() throws InterruptedException {
      over.set(true);
      thread.join(Duration.ofSeconds(20).toMillis());
      assertThat(thread.isAlive()).isFalse();
    }
  }
}
