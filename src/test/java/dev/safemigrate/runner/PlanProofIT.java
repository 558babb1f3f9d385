package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.catalog.CatalogOptions;
import dev.safemigrate.catalog.SchemaReader;
import dev.safemigrate.plan.Phase;
import dev.safemigrate.plan.PlanFiles;
import dev.safemigrate.plan.PlanPart;
import dev.safemigrate.plan.PlanPart.Application;
import dev.safemigrate.plan.PlannedProject;
import dev.safemigrate.source.SourceFile;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.regex.Pattern;
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
  private final Map<ProvenPlan.Version, List<VersionClient>> atWork = new LinkedHashMap<>();

  static Stream<ProvenPlan> sample() {
    return ProvenPlan.all().stream()
        .filter(
            plan ->
                List.of(
                        "split a column",
                        "widen a key",
                        "move columns",
                        "add a unique constraint",
                        "add an exclusion constraint",
                        "add a primary key")
                    .contains(plan.name()));
  }

  static Stream<ProvenPlan> all() {
    // To work on some of them: -Dplan=widen|unique.
    Pattern wanted = Pattern.compile(System.getProperty("plan", ""));
    return ProvenPlan.all().stream().filter(plan -> wanted.matcher(plan.name()).find());
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
    release(scene, List.of(plan.before()));
    walk(scene, scene.project().plan().parts(), killing);
  }

  private void walk(Scene scene, List<PlanPart> parts, boolean killing) throws Exception {
    Iterator<PlanFiles.Step> steps = scene.project().files().steps().iterator();
    Iterator<List<ProvenPlan.Version>> releases = scene.plan().releases().supported().iterator();
    for (PlanPart part : parts) {
      if (part instanceof Application) {
        release(scene, releases.next());
      } else {
        apply(scene, steps.next().version(), killing);
      }
      checkpoint(scene, part.toString());
    }
  }

  private void rollBack(ProvenPlan plan, int major) throws Exception {
    Scene scene = Scene.of(plan, major);
    String before = schema(scene);
    release(scene, List.of(plan.before()));
    walk(scene, beforeTheContract(scene.project().plan().parts()), false);
    release(scene, plan.releases().onTheWayBack());
    checkpoint(scene, "what goes back");
    scene.run().rollBackTo("1");
    checkpoint(scene, "the way back");
    assertThat(schema(scene)).isEqualTo(before);
    release(scene, plan.releases().afterwards());
    checkpoint(scene, "everything");
  }

  /**
   * All up to the last migration in front of a contract, and the release behind it; all of a plan
   * that has contracts only.
   */
  private static List<PlanPart> beforeTheContract(List<PlanPart> parts) {
    int last = -1;
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof PlanPart.Migration migration) {
        if (migration.phase() == Phase.CONTRACT) {
          break;
        }
        last = i;
      }
    }
    if (last < 0) {
      return parts;
    }
    boolean release = last + 1 < parts.size() && parts.get(last + 1) instanceof Application;
    return parts.subList(0, release ? last + 2 : last + 1);
  }

  /** Lets just these versions work. */
  private void release(Scene scene, List<ProvenPlan.Version> versions) throws Exception {
    for (ProvenPlan.Version version : List.copyOf(atWork.keySet())) {
      if (!versions.contains(version)) {
        atWork.remove(version).forEach(VersionClient::stop);
        Thread.sleep(SETTLING_MILLIS);
      }
    }
    for (ProvenPlan.Version version : versions) {
      if (!atWork.containsKey(version)) {
        start(scene, version, atWork.computeIfAbsent(version, v -> new ArrayList<>()));
      }
    }
    while (!clients.stream().allMatch(c -> c.statements() > 0 || c.failure().isPresent())) {
      Thread.sleep(10);
    }
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
  private void checkpoint(Scene scene, String after) throws Exception {
    Thread.sleep(SETTLING_MILLIS);
    clients.forEach(client -> assertThat(client.failure()).as(after).isEmpty());
    scene.expected().quiet().writeLock().lock();
    try (Connection connection = scene.run().database().connect()) {
      List<String> wanted =
          scene.expected().rows().entrySet().stream()
              .map(row -> row.getKey() + "=" + row.getValue().orElse(null))
              .toList();
      for (ProvenPlan.Version version : atWork.keySet()) {
        assertThat(VersionClient.rows(connection, version))
            .as(version + " after " + after)
            .isEqualTo(wanted);
      }
      if (atWork.containsKey(scene.plan().after())) {
        assertThat(isTrue(connection, scene.plan().invariant())).as("after " + after).isTrue();
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
          .text()
          // An enum cannot lose a value, an extension stays, and a foreign key to lost rows comes
          // back unvalidated.
          .replace("'unhappy', ", "")
          .replaceAll("(?m)^CREATE EXTENSION btree_gist.*\\n", "")
          .replace(" NOT VALID", "");
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
