package dev.safemigrate.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.runner.BackfillSettings.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a backfill decides by, without a database. */
class BackfillPartsTest {

  private static final Limits LIMITS =
      new Limits(
          Duration.ofSeconds(10),
          Duration.ofMinutes(10),
          20,
          Optional.empty(),
          Duration.ofHours(1));

  @Test
  void batchesGrowToTheirTargetAndShrinkAtOnceWhenTheyTakeTooLong() {
    BackfillPace pace = new BackfillPace(1000, 50_000, Duration.ofMillis(500), Duration.ZERO, 100);
    for (int i = 0; i < 12; i++) {
      done(pace, pace.size(), Duration.ofMillis(pace.size() / 20));
    }
    assertThat(pace.size()).isBetween(9_900, 10_100);
    done(pace, pace.size(), Duration.ofSeconds(5));
    assertThat(pace.size()).isBetween(900, 1_100);
    for (int i = 0; i < 20; i++) {
      done(pace, pace.size(), Duration.ofMillis(1));
    }
    assertThat(pace.size()).isEqualTo(50_000);
    for (int i = 0; i < 20; i++) {
      pace.shrink();
    }
    assertThat(pace.size()).isEqualTo(1);
  }

  @Test
  void batchesOfOneSizeStayAsTheyAre() {
    BackfillPace pace = new BackfillPace(70, 50_000, Duration.ZERO, Duration.ZERO, 100);
    done(pace, 70, Duration.ofNanos(1));
    assertThat(pace.size()).isEqualTo(70);
  }

  @Test
  void restFollowsWhatTheBatchHasTaken() {
    BackfillPace half = new BackfillPace(70, 70, Duration.ZERO, Duration.ofMillis(20), 50);
    done(half, 70, Duration.ofMillis(100));
    assertThat(half.rest()).isEqualTo(Duration.ofMillis(100));
    done(half, 70, Duration.ofMillis(5));
    assertThat(half.rest()).as("the pause at least").isEqualTo(Duration.ofMillis(20));
    BackfillPace tenth = new BackfillPace(70, 70, Duration.ZERO, Duration.ZERO, 10);
    done(tenth, 70, Duration.ofMillis(100));
    assertThat(tenth.rest()).isEqualTo(Duration.ofMillis(900));
    BackfillPace always = new BackfillPace(70, 70, Duration.ZERO, Duration.ZERO, 100);
    done(always, 70, Duration.ofMillis(100));
    assertThat(always.rest()).isZero();
  }

  @Test
  void theWayToTheServerMakesNoBatchSmaller() {
    BackfillPace pace = new BackfillPace(1000, 50_000, Duration.ofMillis(25), Duration.ZERO, 100);
    for (int i = 0; i < 30; i++) {
      pace.travelled(Duration.ofMillis(40 + i % 3));
      Duration work = Duration.ofNanos(pace.size() * 5000L);
      pace.done(pace.size(), work.plusMillis(40), work.plusMillis(300));
    }
    assertThat(pace.size()).isBetween(4_900, 5_100);
  }

  private static void done(BackfillPace pace, long rows, Duration took) {
    pace.travelled(Duration.ZERO);
    pace.done(rows, took, took);
  }

  @Test
  void limitsAreNamedWithWhatExceedsThem() {
    assertThat(load(Optional.of(Duration.ofSeconds(11)), Optional.empty(), 0).tooMuch(LIMITS))
        .contains("a replica is 11 s behind (at most 10 s)");
    assertThat(load(Optional.empty(), Optional.of(Duration.ofSeconds(700)), 0).tooMuch(LIMITS))
        .contains("a transaction has been open for 700 s (at most 600 s): pid 7, user u");
    assertThat(load(Optional.empty(), Optional.empty(), 21).tooMuch(LIMITS))
        .contains("21 other sessions are active (at most 20)");
    assertThat(
            load(Optional.of(Duration.ofSeconds(10)), Optional.of(Duration.ofSeconds(600)), 20)
                .tooMuch(LIMITS))
        .isEmpty();
  }

  private static BackfillLoad load(
      Optional<Duration> lag, Optional<Duration> transaction, int active) {
    return new BackfillLoad(lag, transaction, "pid 7, user u", active);
  }

  @Test
  void progressTellsRateAndTimeLeft() {
    assertThat(BackfillProgress.of("public.t", 40_000, 8_000, 100_000, 2000, 1500))
        .hasToString(
            "40,000 of about 100,000 rows of public.t, 8,000 changed, 2,000 a second in batches of"
                + " 1,500, 30 s left");
    assertThat(BackfillProgress.of("public.t", 40_000, 8_000, 0, 2000, 1500).toString())
        .startsWith("40,000 rows of public.t")
        .doesNotContain("left");
    assertThat(BackfillProgress.of("t", 1, 1, 36_000_001, 1000, 1).toString())
        .endsWith("10 h 00 min left");
  }

  /** A task that waits for its partner shows that both run at the same time. */
  @Test
  void tasksRunBesideEachOtherUnlessTheyMustWait() throws Exception {
    List<String> ends = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch both = new CountDownLatch(2);
    Recorded first = new Recorded("a1", "a", ends, both);
    Recorded second = new Recorded("a2", "a", ends, new CountDownLatch(0));
    Recorded third = new Recorded("b", "b", ends, both);
    assertThat(BackfillSchedule.run(List.of(first, second, third), 2)).isEmpty();
    assertThat(ends).hasSize(3).containsSubsequence("a1", "a2");
  }

  @Test
  void noTaskBeginsBehindAFailure() throws Exception {
    List<String> ends = Collections.synchronizedList(new ArrayList<>());
    Recorded fails = new Recorded("fails", "a", ends, new CountDownLatch(0));
    Recorded never = new Recorded("a2", "a", ends, new CountDownLatch(0));
    assertThat(BackfillSchedule.run(List.of(fails, never), 2)).hasSize(1);
    assertThat(ends).isEmpty();
  }

  private record Recorded(String name, String table, List<String> ends, CountDownLatch latch)
      implements BackfillSchedule.Task {

    @Override
    public void run() throws Exception {
      latch.countDown();
      if (name.equals("fails")) {
        throw new IllegalStateException("as the test wishes");
      }
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the other task did not run");
      }
      ends.add(name);
    }

    @Override
    public boolean mustWaitFor(BackfillSchedule.Task other) {
      return Set.of(table).contains(((Recorded) other).table);
    }
  }
}
