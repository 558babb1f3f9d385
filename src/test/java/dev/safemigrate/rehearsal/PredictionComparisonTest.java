package dev.safemigrate.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.effect.Effects;
import dev.safemigrate.effect.LockHold;
import dev.safemigrate.effect.LockMode;
import dev.safemigrate.effect.Measurement;
import dev.safemigrate.effect.RelationLock;
import dev.safemigrate.effect.TransactionNeed;
import dev.safemigrate.schema.RelationName;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PredictionComparisonTest {

  private static final RelationName ORDERS = new RelationName("public", "orders");

  @Test
  void aWrongLockIsTold() {
    assertThat(
            compare(
                effects(Set.of(), lock(LockMode.SHARE)),
                observed(Set.of(), Set.of(), lock(LockMode.ACCESS_EXCLUSIVE))))
        .containsExactly(
            "db/V2.sql:3: [prediction-differs] locks: predicted SHARE on public.orders,"
                + " measured ACCESS EXCLUSIVE on public.orders");
  }

  @Test
  void aLockThatWasNotTakenIsTold() {
    assertThat(compare(effects(Set.of(), lock(LockMode.SHARE)), observed(Set.of(), Set.of())))
        .containsExactly(
            "db/V2.sql:3: [prediction-differs] locks: predicted SHARE on public.orders,"
                + " measured no lock on public.orders");
  }

  @Test
  void onlyTheStrongestModeCounts() {
    assertThat(
            compare(
                effects(Set.of(), lock(LockMode.SHARE)),
                observed(Set.of(), Set.of(), lock(LockMode.ACCESS_SHARE), lock(LockMode.SHARE))))
        .isEmpty();
  }

  @Test
  void aScanThatWasNotPredictedIsTold() {
    assertThat(compare(effects(Set.of()), observed(Set.of(ORDERS), Set.of())))
        .containsExactly(
            "db/V2.sql:3: [prediction-differs] scans: predicted none, measured public.orders");
  }

  @Test
  void aScanOfNoRowsMayBePredictedOrNot() {
    assertThat(compare(effects(Set.of()), observed(Set.of(), Set.of(ORDERS)))).isEmpty();
    assertThat(compare(effects(Set.of(ORDERS)), observed(Set.of(), Set.of(ORDERS)))).isEmpty();
    assertThat(compare(effects(Set.of(ORDERS)), observed(Set.of(), Set.of()))).hasSize(1);
  }

  @Test
  void fromOutsideMoreMayBePredictedThanWasSeen() {
    Observation seen =
        new Observation(
            measurement(Set.of(), lock(LockMode.SHARE)),
            Set.of(),
            Set.of(),
            Set.of(),
            Set.of(),
            Map.of(),
            false,
            false,
            true);
    assertThat(compare(effects(Set.of(ORDERS), lock(LockMode.EXCLUSIVE)), seen)).isEmpty();
    assertThat(compare(effects(Set.of(), lock(LockMode.ACCESS_SHARE)), seen)).hasSize(1);
  }

  @Test
  void aLookAtAnIndexNeedNotBeSeen() {
    Effects predicted = effects(Set.of(), lock(LockMode.ACCESS_SHARE));
    Observation unseen =
        new Observation(
            measurement(Set.of()),
            Set.of(),
            Set.of(),
            Set.of(),
            Set.of(ORDERS),
            Map.of(),
            false,
            false,
            false);
    assertThat(compare(predicted, unseen)).isEmpty();
    assertThat(compare(effects(Set.of(), lock(LockMode.SHARE)), unseen)).hasSize(1);
    assertThat(compare(predicted, observed(Set.of(), Set.of()))).hasSize(1);
  }

  @Test
  void relationsOfTheSameTransactionAreLeftOut() {
    Observation seen =
        new Observation(
            measurement(Set.of()),
            Set.of(ORDERS),
            Set.of(),
            Set.of(),
            Set.of(),
            Map.of(),
            false,
            false,
            false);
    assertThat(compare(effects(Set.of(ORDERS), lock(LockMode.SHARE)), seen)).isEmpty();
  }

  private static List<String> compare(Effects predicted, Observation observation) {
    return PredictionComparison.compare("db/V2.sql", 3, predicted, observation).stream()
        .map(Difference::logLine)
        .toList();
  }

  private static RelationLock lock(LockMode mode) {
    return new RelationLock(ORDERS, mode, LockHold.INSTANT, false);
  }

  private static Observation observed(
      Set<RelationName> scans, Set<RelationName> emptyScans, RelationLock... locks) {
    return new Observation(
        measurement(scans, locks),
        Set.of(),
        Set.of(),
        emptyScans,
        Set.of(),
        Map.of(),
        false,
        false,
        false);
  }

  private static Measurement measurement(Set<RelationName> scans, RelationLock... locks) {
    return new Measurement(
        Arrays.asList(locks),
        Set.of(),
        scans,
        Set.of(),
        Set.of(),
        Optional.empty(),
        0.1,
        OptionalLong.empty(),
        List.of(),
        OptionalLong.empty());
  }

  private static Effects effects(Set<RelationName> scans, RelationLock... locks) {
    return new Effects(
        Arrays.asList(locks),
        Set.of(),
        scans,
        Set.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        TransactionNeed.ANY,
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        false,
        false);
  }
}
