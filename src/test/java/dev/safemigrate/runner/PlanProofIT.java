package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.catalog.CatalogOptions;
import dev.safemigrate.catalog.SchemaReader;
import dev.safemigrate.plan.PlanFiles;
import dev.safemigrate.plan.PlanPart;
import dev.safemigrate.plan.PlannedProject;
import dev.safemigrate.source.SourceFile;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two versions of an application at work on the same rows from the first migration of a plan to its
 * last: neither ever fails, waits too long or reads what was not written.
 */
class PlanProofIT {

  private static final int CLIENTS_PER_VERSION = 2;
  private static final long SETTLING_MILLIS = 150;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<VersionClient> clients = new ArrayList<>();
  private final List<VersionClient> oldClients = new ArrayList<>();
  private final List<VersionClient> newClients = new ArrayList<>();

  static Stream<ProvenPlan> sample() {
    return ProvenPlan.all().stream()
        .filter(plan -> List.of("split a column", "widen a key").contains(plan.name()));
  }

  static Stream<ProvenPlan> all() {
    return ProvenPlan.all().stream();
  }

  @AfterEach
  void stop() throws InterruptedException {
    clients.forEach(VersionClient::stop);
    threads.shutdown();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("sample")
  void bothVersionsWorkThroughAllSteps(ProvenPlan plan) throws Exception {
    prove(plan, 18, false);
  }

  @Tag("thorough")
  @ParameterizedTest
  @MethodSource("all")
  void bothVersionsWorkThroughAllStepsOn14(ProvenPlan plan) throws Exception {
    prove(plan, 14, false);
  }

  @Tag("thorough")
  @ParameterizedTest
  @MethodSource("all")
  void bothVersionsWorkThroughAllStepsThoughRunsAreKilled(ProvenPlan plan) throws Exception {
    prove(plan, 18, true);
  }

  @Tag("thorough")
  @ParameterizedTest
  @MethodSource("all")
  void rollingBackBehindTheBackfillLeavesTheOldVersionAtWork(ProvenPlan plan) throws Exception {
    rollBack(plan, 18);
  }

  private void prove(ProvenPlan plan, int major, boolean killing) throws Exception {
    Scene scene = Scene.of(plan, major);
    startOld(scene);
    Iterator<PlanFiles.Step> steps = scene.project().files().steps().iterator();
    int applications = 0;
    for (PlanPart part : scene.project().plan().parts()) {
      if (part instanceof PlanPart.Application) {
        applications++;
        if (applications == 1) {
          startNew(scene);
        } else {
          oldClients.forEach(VersionClient::stop);
          Thread.sleep(SETTLING_MILLIS);
          oldClients.clear();
        }
      } else {
        apply(scene, steps.next().version(), killing);
      }
      checkpoint(scene, part);
    }
    assertThat(newClients).allMatch(client -> client.statements() > 0);
  }

  private void rollBack(ProvenPlan plan, int major) throws Exception {
    Scene scene = Scene.of(plan, major);
    String before = schema(scene);
    startOld(scene);
    for (PlanFiles.Step step : scene.project().files().steps()) {
      if (!step.contract()) {
        apply(scene, step.version(), false);
      }
    }
    startNew(scene);
    Thread.sleep(SETTLING_MILLIS);
    checkpoint(scene, scene.project().plan().parts().get(0));
    newClients.forEach(VersionClient::stop);
    Thread.sleep(SETTLING_MILLIS);
    newClients.clear();
    scene.run().rollBackTo("1");
    checkpoint(scene, scene.project().plan().parts().get(0));
    assertThat(schema(scene)).isEqualTo(before);
  }

  private void startOld(Scene scene) {
    start(scene, scene.plan().before(), oldClients);
  }

  private void startNew(Scene scene) {
    start(scene, scene.plan().after(), newClients);
  }

  private void start(Scene scene, ProvenPlan.Version version, List<VersionClient> started) {
    for (int i = 0; i < CLIENTS_PER_VERSION; i++) {
      VersionClient client =
          new VersionClient(
              scene.run().database(),
              scene.plan(),
              version,
              scene.expected(),
              scene.plan().name().hashCode() * 31L + clients.size());
      clients.add(client);
      started.add(client);
      threads.execute(client);
    }
  }

  /** Applies one migration, killed first at a random instant where that is wanted. */
  private void apply(Scene scene, String version, boolean killing) throws Exception {
    scene.run().target(version);
    if (killing) {
      long delay = scene.random().nextInt(250);
      Thread killer = new Thread(() -> kill(scene, delay));
      killer.start();
      try {
        scene.run().apply();
      } catch (RunException | SQLException killed) {
        assertThat(killed.getMessage()).isNotEmpty();
      }
      killer.join();
    }
    scene.run().apply();
    assertThat(scene.run().status()).contains(version + " applied");
  }

  private static void kill(Scene scene, long delay) {
    try (Connection connection = scene.run().database().connect();
        Statement statement = connection.createStatement()) {
      Thread.sleep(delay);
      statement.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname ="
              + " current_database() AND application_name LIKE 'migrate%'");
    } catch (SQLException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Nobody works for a moment: every supported version must see just what was written. */
  private void checkpoint(Scene scene, PlanPart part) throws Exception {
    Thread.sleep(SETTLING_MILLIS);
    clients.forEach(client -> assertThat(client.failure()).as(part.toString()).isEmpty());
    scene.expected().quiet().writeLock().lock();
    try (Connection connection = scene.run().database().connect()) {
      List<String> wanted =
          scene.expected().rows().entrySet().stream()
              .map(row -> row.getKey() + "=" + row.getValue().orElse(null))
              .toList();
      if (!oldClients.isEmpty()) {
        assertThat(VersionClient.rows(connection, scene.plan().before()))
            .as("the old version after " + part)
            .isEqualTo(wanted);
      }
      if (!newClients.isEmpty()) {
        assertThat(VersionClient.rows(connection, scene.plan().after()))
            .as("the new version after " + part)
            .isEqualTo(wanted);
        assertThat(isTrue(connection, scene.plan().invariant())).as("after " + part).isTrue();
      }
    } finally {
      scene.expected().quiet().writeLock().unlock();
    }
  }

  private static boolean isTrue(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() && row.getBoolean(1);
    }
  }

  private static String schema(Scene scene) throws Exception {
    try (Connection connection = scene.run().database().connect()) {
      return SchemaReader.read(
              connection,
              CatalogOptions.everything()
                  .without("public", TestRun.TABLE.name())
                  .without("public", TestRun.TABLE.name() + "_backfill"))
          .text();
    }
  }

  /** A database with the plan's table and rows, and what must be in them. */
  private record Scene(
      ProvenPlan plan,
      PlannedProject project,
      TestRun run,
      VersionClient.Expected expected,
      Random random) {

    static Scene of(ProvenPlan plan, int major) throws Exception {
      PlannedProject project = PlannedProject.of(plan.schema(), plan.request(), major);
      TestRun run = new TestRun(TestDatabase.create(major));
      for (SourceFile file : project.allFiles()) {
        run.file(file.name(), new String(file.bytes(), StandardCharsets.UTF_8));
      }
      run.target("1").apply();
      Map<Long, Optional<String>> rows = new ConcurrentSkipListMap<>();
      try (Connection connection = run.database().connect();
          Statement statement = connection.createStatement()) {
        statement.execute(plan.rows());
        try (ResultSet row =
            statement.executeQuery(
                "SELECT id, %s FROM %s".formatted(plan.before().read(), plan.before().table()))) {
          while (row.next()) {
            rows.put(row.getLong(1), Optional.ofNullable(row.getString(2)));
          }
        }
      }
      Object[] locks = IntStream.range(0, 64).mapToObj(i -> new Object()).toArray();
      return new Scene(
          plan,
          project,
          run,
          new VersionClient.Expected(rows, locks, new ReentrantReadWriteLock(true)),
          new Random(plan.name().hashCode()));
    }
  }
}
