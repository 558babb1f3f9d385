package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safemigrate.plan.PlanCases;
import dev.safemigrate.plan.PlannedProject;
import dev.safemigrate.source.SourceFile;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A table that became partitioned: what the exchange reads, keeps, and gives back. */
class PartitionedTableIT {

  private static final String REQUEST =
      "partition table events by range (created) at '2027-01-01 00:00+00', '2027-02-01 00:00+00'";

  private static final String ROWS = "SELECT string_agg(e::text, '|' ORDER BY id) FROM events e";

  private static final String BEHIND_THE_BOUND =
      """
      INSERT INTO events (created, size) VALUES ('2026-12-31 23:59+00', 7),
        ('2027-01-01 00:00+00', 8), ('2027-03-01 00:00+00', 9), ('2030-01-01 00:00+00', 10);
      UPDATE events SET created = '2027-01-15 00:00+00' WHERE id % 10 = 0;
      """;

  @Test
  void wayBackKeepsTheRowsOfAllPartitionsAndTheNumbers() throws Exception {
    wayBack(18);
  }

  @Tag("thorough")
  @Test
  void wayBackKeepsTheRowsOfAllPartitionsAndTheNumbersOn14() throws Exception {
    wayBack(14);
  }

  private static void wayBack(int major) throws Exception {
    TestRun run = inFrontOfTheExchange(major);
    run.target(last(major)).apply();
    run.database().execute(BEHIND_THE_BOUND);
    assertThat(one(run, "SELECT count(DISTINCT tableoid) FROM events")).isEqualTo("3");
    String rows = one(run, ROWS);
    run.rollBackTo("1");
    assertThat(one(run, ROWS)).isEqualTo(rows);
    assertThat(one(run, "INSERT INTO events (created) VALUES (now()) RETURNING id"))
        .isEqualTo("205");
  }

  @Test
  void exchangeNeitherReadsTheTableNorBuildsItsIndexes() throws Exception {
    TestRun run = inFrontOfTheExchange(18);
    String oid = one(run, "SELECT 'events'::regclass::oid");
    String read =
        "SELECT pg_stat_get_tuples_returned(%s) || ' ' || string_agg(relfilenode::text, ' ' ORDER BY oid) FROM pg_class WHERE oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = %s)"
            .formatted(oid, oid);
    String before = one(run, read);
    run.target(last(18)).apply();
    assertThat(one(run, read)).isEqualTo(before);
    assertThat(one(run, "SELECT 'events_before_2027_01_01'::regclass::oid")).isEqualTo(oid);
    assertThat(one(run, "SELECT bool_and(indisvalid) FROM pg_index")).isEqualTo("t");
  }

  @Test
  void exchangeIsGivenUpWhereItWouldLoseGrants() throws Exception {
    TestRun run = inFrontOfTheExchange(18);
    run.database().execute("GRANT SELECT ON events TO PUBLIC");
    String version = last(18);
    assertThatThrownBy(() -> run.target(version).apply())
        .hasMessageContaining("grants or comment of events differ");
    assertThat(one(run, "SELECT relkind FROM pg_class WHERE oid = 'events'::regclass"))
        .isEqualTo("r");
  }

  private static TestRun inFrontOfTheExchange(int major) throws Exception {
    PlannedProject project = PlannedProject.of(PlanCases.SHOP, REQUEST, major);
    TestRun run = new TestRun(TestDatabase.create(major));
    for (SourceFile file : project.allFiles()) {
      run.file(file.name(), new String(file.bytes(), StandardCharsets.UTF_8));
    }
    run.target("1").apply();
    run.database().execute(PlanCases.ROWS);
    run.target(String.valueOf(Integer.parseInt(last(major)) - 1)).apply();
    return run;
  }

  private static String last(int major) {
    return String.valueOf(
        1 + PlannedProject.of(PlanCases.SHOP, REQUEST, major).files().steps().size());
  }

  private static String one(TestRun run, String query) throws SQLException {
    return run.database().column(query).get(0);
  }
}
