package dev.safemigrate.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.analysis.ReportedFinding;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Evidence;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every generated migration, judged as any other would be. */
class PlansAreSafeTest {

  private static final Set<String> WANT_EVIDENCE =
      Set.of("drop-column", "drop-table", "rename-table", "drop-default-of-required-column");

  @ParameterizedTest
  @MethodSource("dev.safemigrate.plan.PlanCases#requests")
  void everyFileIsSafeWhenThoseBeforeItAreApplied(String request) {
    for (int major : new int[] {14, 18}) {
      PlannedProject project = PlannedProject.of(PlanCases.SHOP, request, major);
      for (int step = 0; step < project.files().steps().size(); step++) {
        boolean contract = project.files().steps().get(step).migration().phase() == Phase.CONTRACT;
        assertThat(findings(project, step, List.of()))
            .as(project.text())
            .allMatch(finding -> contract && WANT_EVIDENCE.contains(finding.rule().id()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.safemigrate.plan.PlanCases#requests")
  void evidenceMakesTheContractSafe(String request) {
    PlannedProject project = PlannedProject.of(PlanCases.SHOP, request, 18);
    List<Evidence> evidence =
        Stream.of("public.customers", "public.orders", "public.items")
            .map(table -> new Evidence(table, true, true, true, List.of("the test says so")))
            .toList();
    for (int step = 0; step < project.files().steps().size(); step++) {
      assertThat(findings(project, step, evidence)).as(project.text()).isEmpty();
    }
  }

  private static List<ReportedFinding> findings(
      PlannedProject project, int step, List<Evidence> evidence) {
    return project
        .analysis(step, evidence)
        .migrations()
        .get(step + 1)
        .allFindings()
        .filter(finding -> !finding.acknowledged())
        .filter(finding -> finding.classification() != Classification.SAFE)
        .toList();
  }
}
