package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.catalog.CatalogOptions;
import dev.safemigrate.catalog.SchemaReader;
import dev.safemigrate.plan.PlanCases;
import dev.safemigrate.plan.PlannedProject;
import dev.safemigrate.source.SourceFile;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every plan on tables with rows: to its end, and back to the schema before it. */
class PlanUpAndDownIT {

  static List<String> sample() {
    return List.of(
        "rename column orders.number to order_number",
        "split column customers.name into given_name, family_name",
        "widen key of orders",
        "widen key of customers",
        "partition table events by range (created) at '2027-01-01 00:00+00', '2027-02-01 00:00+00'",
        "replace view totals with SELECT item_id, feeling FROM notes");
  }

  static List<String> all() {
    // To work on some of them: -Dplan=widen|replace.
    Pattern wanted = Pattern.compile(System.getProperty("plan", ""));
    return PlanCases.requests().stream().filter(plan -> wanted.matcher(plan).find()).toList();
  }

  @ParameterizedTest
  @MethodSource("sample")
  void endsInTheSchemaBeforeIt(String request) throws Exception {
    upAndDown(request, 18);
  }

  @Tag("thorough")
  @ParameterizedTest
  @MethodSource("all")
  void everyKindEndsInTheSchemaBeforeItOn14(String request) throws Exception {
    upAndDown(request, 14);
  }

  @Tag("thorough")
  @ParameterizedTest
  @MethodSource("all")
  void everyKindEndsInTheSchemaBeforeItOn18(String request) throws Exception {
    upAndDown(request, 18);
  }

  private static void upAndDown(String request, int major) throws Exception {
    PlannedProject project = PlannedProject.of(PlanCases.SHOP, request, major);
    TestRun run = new TestRun(TestDatabase.create(major));
    run.target("1");
    for (SourceFile file : project.allFiles()) {
      run.file(file.name(), new String(file.bytes(), StandardCharsets.UTF_8));
    }
    run.apply();
    execute(run, PlanCases.ROWS);
    String before = schema(run);
    int steps = project.files().steps().size();
    int safe = (int) project.files().steps().stream().filter(step -> !step.contract()).count();
    run.target(String.valueOf(1 + safe)).apply();
    run.rollBackTo("1");
    assertThat(schema(run).lines())
        .as(project.text())
        .containsExactlyElementsOf(before.lines().toList());
    run.target(String.valueOf(1 + steps)).apply();
    run.rollBackTo("1");
    assertThat(withoutOrder(schema(run)))
        .as(project.text())
        .containsExactlyInAnyOrderElementsOf(withoutOrder(before));
  }

  /** A column that was dropped comes back behind the others, a key to lost rows unvalidated. */
  private static List<String> withoutOrder(String schema) {
    return schema
        .lines()
        .filter(line -> !line.startsWith("-- columns of "))
        .map(line -> line.replaceFirst(" NOT VALID$", ""))
        .toList();
  }

  private static String schema(TestRun run) throws Exception {
    try (Connection connection = run.database().connect()) {
      return SchemaReader.read(
              connection,
              CatalogOptions.everything()
                  .without("public", TestRun.TABLE.name())
                  .without("public", TestRun.TABLE.name() + "_backfill"))
          .text()
          // An enum cannot lose the value that expand has added, and an extension stays.
          .replace("'unhappy', ", "")
          .replaceAll("(?m)^CREATE EXTENSION btree_gist.*\\n", "");
    }
  }

  private static void execute(TestRun run, String sql) throws Exception {
    try (Connection connection = run.database().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
