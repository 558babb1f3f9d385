package dev.safemigrate.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WorkloadComparisonTest {

  private static Workload at(int minute, Map<String, Workload.Calls> times) {
    return new Workload(
        Instant.parse("2026-11-02T12:00:00Z").plusSeconds(60L * minute),
        Optional.empty(),
        new Workload.Statements(Optional.empty(), Optional.empty(), 0, 0, times),
        new TreeMap<>(),
        new TreeMap<>());
  }

  /** What is kept is a part of all statements; one may come back into it. */
  @Test
  void whatAStatementDidBeforeTheRunIsNotSinceWhereItIsMissingBehindIt() {
    WorkloadComparison comparison =
        WorkloadComparison.between(
            at(0, Map.of("slow", new Workload.Calls(100, 100))),
            at(1, Map.of()),
            at(2, Map.of("slow", new Workload.Calls(150, 1100))),
            new Workload.Names(Map.of(), List.of()),
            Set.of());

    assertThat(comparison.slower())
        .singleElement()
        .satisfies(slower -> assertThat(slower.after()).isEqualTo(new Workload.Calls(50, 1000)));
  }
}
