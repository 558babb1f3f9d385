package dev.safemigrate.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.analysis.AnalysedMigration;
import dev.safemigrate.report.page.Chart;
import org.junit.jupiter.api.Test;

class LockTimelineTest {

  @Test
  void aLockLastsUntilItsTransactionEnds() {
    LockTimeline.Row customers = row("public.customers");
    assertThat(customers.makesOthersWaitLong()).isTrue();
    assertThat(timeline().sentence(customers))
        .isEqualTo(
            "readers and writers wait until the transaction ends:"
                + " line 4 takes as long as building the index takes");
  }

  @Test
  void aStrongerLockReplacesTheWeakerOnTheSameTable() {
    LockTimeline.Row orders = row("public.orders");
    assertThat(orders.bars()).hasSize(2);
    assertThat(timeline().sentence(orders))
        .isEqualTo(
            "writers wait as long as building the index takes,"
                + " then readers and writers wait as long as reading the table takes");
  }

  @Test
  void anInstantIsNarrowAndTheEndIsShown() {
    Chart chart = LockChart.of(LockTimeline.of(migration("V4__customer_phone.sql")).get(0));
    assertThat(chart.columns().get(0).width()).isEqualTo("12.50");
    assertThat(chart.endLabel()).isEqualTo("commit");
    assertThat(chart.rows().get(0).sentence()).isEqualTo("readers and writers wait for an instant");
  }

  @Test
  void aConcurrentBuildKeepsNobodyWaiting() {
    LockTimeline timeline = LockTimeline.of(migration("V5__find_orders_by_day.sql")).get(0);
    assertThat(timeline.transaction()).isEmpty();
    assertThat(timeline.sentence(timeline.rows().get(0))).isEqualTo("readers and writers go on");
  }

  private static LockTimeline timeline() {
    return LockTimeline.of(migration("V6__index_and_check.sql")).get(0);
  }

  private static LockTimeline.Row row(String relation) {
    return timeline().rows().stream()
        .filter(row -> row.relation().toString().equals(relation))
        .findFirst()
        .orElseThrow();
  }

  private static AnalysedMigration migration(String name) {
    return SampleResults.shop().result().migrations().stream()
        .filter(migration -> migration.file().endsWith(name))
        .findFirst()
        .orElseThrow();
  }
}
