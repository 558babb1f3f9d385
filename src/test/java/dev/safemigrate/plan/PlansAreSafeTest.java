package dev.safemigrate.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.analysis.Analysis;
import dev.safemigrate.analysis.ContractEvidence;
import dev.safemigrate.analysis.MigrationPhase;
import dev.safemigrate.analysis.Releases;
import dev.safemigrate.analysis.ReportedFinding;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.CodeUse;
import dev.safemigrate.finding.Evidence;
import dev.safemigrate.source.Directive;
import dev.safemigrate.source.MigrationScript;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every generated migration, judged as any other would be. */
class PlansAreSafeTest {

  private static final CodeUse UNUSED = new CodeUse(true, List.of());

  /** Of contracts that stand alone, since nothing was expanded for them. */
  private static final List<Evidence> TABLES_UNUSED =
      Stream.of("public.customers", "public.orders", "public.items")
          .map(table -> new Evidence(table, true, true, true, List.of("the test says so")))
          .toList();

  @ParameterizedTest
  @MethodSource("dev.safemigrate.plan.PlanCases#requests")
  void everyFileIsSafeWhenThoseBeforeItAreApplied(String request) {
    for (int major : new int[] {14, 18}) {
      PlannedProject project = PlannedProject.of(PlanCases.SHOP, request, major);
      for (int step = 0; step < project.files().steps().size(); step++) {
        if (!isContract(project, step)) {
          assertThat(findings(project, step, List.of())).as(project.text()).isEmpty();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.safemigrate.plan.PlanCases#requests")
  void contractIsNotSafeBeforeItsProof(String request) {
    PlannedProject project = PlannedProject.of(PlanCases.SHOP, request, 18);
    List<ReportedFinding> found = new ArrayList<>();
    for (int step = 0; step < project.files().steps().size(); step++) {
      if (namesItsExpand(project, step)) {
        found.addAll(findings(project, step, evidence(project, step, Releases.UNKNOWN)));
      }
    }
    if (!project.plan().objects().isEmpty()) {
      assertThat(found).as(project.text()).isNotEmpty();
    }
    assertThat(found)
        .allSatisfy(
            finding ->
                assertThat(finding.remedy().text())
                    .contains("proof that it may go is not complete")
                    .contains("not known with which project version"));
  }

  @ParameterizedTest
  @MethodSource("dev.safemigrate.plan.PlanCases#requests")
  void evidenceMakesTheContractSafe(String request) {
    PlannedProject project = PlannedProject.of(PlanCases.SHOP, request, 18);
    for (int step = 0; step < project.files().steps().size(); step++) {
      if (namesItsExpand(project, step)) {
        List<Evidence> evidence = evidence(project, step, releases(project, step));
        assertThat(findings(project, step, evidence)).as(project.text()).isEmpty();
        assertThat(allFindings(project, step, evidence))
            .as("comments that allow what is not found")
            .noneMatch(finding -> finding.rule().id().equals("unused-allow"));
      } else {
        assertThat(findings(project, step, TABLES_UNUSED)).as(project.text()).isEmpty();
      }
    }
  }

  private static boolean isContract(PlannedProject project, int step) {
    return project.files().steps().get(step).migration().phase() == Phase.CONTRACT;
  }

  private static boolean namesItsExpand(PlannedProject project, int step) {
    return project.request(step).scripts().get(step + 1).directives().stream()
        .anyMatch(Directive.ContractOf.class::isInstance);
  }

  private static List<Evidence> evidence(PlannedProject project, int step, Releases releases) {
    return ContractEvidence.of(project.request(step), releases, object -> UNUSED).stream()
        .map(ContractEvidence.Found::evidence)
        .toList();
  }

  /** All in front of the step came with 1.0.0 and hold. */
  private static Releases releases(PlannedProject project, int step) {
    Map<String, Releases.Release> applied = new LinkedHashMap<>();
    for (MigrationScript script : project.request(step).scripts().subList(0, step + 1)) {
      applied.put(
          script.identity(),
          new Releases.Release(
              script.name(), MigrationPhase.declared(script), Optional.of("1.0.0"), true));
    }
    return new Releases(Optional.of("1.1.0"), applied, false);
  }

  private static List<ReportedFinding> findings(
      PlannedProject project, int step, List<Evidence> evidence) {
    return allFindings(project, step, evidence).stream()
        .filter(finding -> !finding.acknowledged())
        .filter(finding -> finding.classification() != Classification.SAFE)
        .toList();
  }

  private static List<ReportedFinding> allFindings(
      PlannedProject project, int step, List<Evidence> evidence) {
    return Analysis.analyse(project.request(step).withEvidence(evidence))
        .migrations()
        .get(step + 1)
        .allFindings()
        .toList();
  }
}
