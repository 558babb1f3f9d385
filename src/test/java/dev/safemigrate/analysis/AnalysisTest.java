package dev.safemigrate.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.finding.Acknowledgement;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Evidence;
import dev.safemigrate.finding.Pending;
import dev.safemigrate.rule.Runner;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.NamingStyle;
import dev.safemigrate.source.SourceFile;
import dev.safemigrate.source.SourceSettings;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Acknowledgements, fingerprints, evidence and pending migrations, end to end. */
class AnalysisTest {

  private static final String DROP = "DROP TABLE invoices;\n";

  @Test
  void fingerprintSurvivesMovedLinesAndFoldedBlanks() {
    String before = only(request(DROP)).fingerprint();
    assertThat(only(request("\n\n-- why\n\nDROP   TABLE\n  invoices;\n")).fingerprint())
        .isEqualTo(before);
    assertThat(only(request("DROP TABLE invoices_old;\n")).fingerprint()).isNotEqualTo(before);
  }

  @Test
  void equalStatementsOfOneFileHaveFingerprintsOfTheirOwn() {
    List<String> fingerprints =
        Analysis.analyse(request("DROP VIEW a;\nDROP VIEW a;\n"))
            .findings()
            .map(ReportedFinding::fingerprint)
            .toList();
    assertThat(fingerprints).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void baselineAcknowledgesByFingerprint() {
    AnalysisRequest request = request(DROP);
    String fingerprint = only(request).fingerprint();
    assertThat(
            only(with(request, List.of(), Map.of(fingerprint, Optional.empty()))).acknowledgement())
        .map(Acknowledgement::by)
        .contains(Acknowledgement.Origin.BASELINE);
  }

  @Test
  void baselineCountsUntilItsLastDay() {
    AnalysisRequest request = request(DROP);
    String fingerprint = only(request).fingerprint();
    Optional<LocalDate> today = Optional.of(request.today());
    Optional<LocalDate> yesterday = Optional.of(request.today().minusDays(1));
    assertThat(only(with(request, List.of(), Map.of(fingerprint, today))).acknowledgement())
        .flatMap(Acknowledgement::until)
        .isEqualTo(today);
    assertThat(only(with(request, List.of(), Map.of(fingerprint, yesterday))).acknowledged())
        .isFalse();
  }

  @Test
  void configurationAcknowledgesByRuleAndPath() {
    Acknowledgement given =
        new Acknowledgement("replaced", Optional.empty(), Acknowledgement.Origin.CONFIGURATION);
    AnalysisRequest request = request(DROP);
    Allowance here = new Allowance("drop-table", "**/V1__*.sql", given);
    Allowance elsewhere = new Allowance("drop-table", "**/V2__*.sql", given);
    Allowance otherRule = new Allowance("drop-column", "**", given);
    assertThat(only(with(request, List.of(here), Map.of())).acknowledged()).isTrue();
    assertThat(only(with(request, List.of(elsewhere, otherRule), Map.of())).acknowledged())
        .isFalse();
  }

  @Test
  void acknowledgementOfTheConfigurationEndsOnItsDay() {
    Acknowledgement ended =
        new Acknowledgement(
            "replaced",
            Optional.of(LocalDate.of(2026, 10, 31)),
            Acknowledgement.Origin.CONFIGURATION);
    Allowance allowance = new Allowance("*", "**", ended);
    assertThat(only(with(request(DROP), List.of(allowance), Map.of())).acknowledged()).isFalse();
  }

  @Test
  void notesTellOfConfiguredAcknowledgementsThatHaveEndedOrAllowNothing() {
    Acknowledgement given =
        new Acknowledgement("replaced", Optional.empty(), Acknowledgement.Origin.CONFIGURATION);
    Acknowledgement ended =
        new Acknowledgement(
            "replaced",
            Optional.of(LocalDate.of(2026, 10, 31)),
            Acknowledgement.Origin.CONFIGURATION);
    List<Allowance> allowances =
        List.of(
            new Allowance("drop-table", "**/V1__*.sql", ended),
            new Allowance("drop-table", "**", given),
            new Allowance("drop-column", "**", given),
            new Allowance("drop-column", "**/V1__*.sql", given),
            new Allowance("drop-table", "**/V9__*.sql", given));
    assertThat(Analysis.analyse(with(request(DROP), allowances, Map.of())).notes())
        .containsExactly(
            "The configuration's acknowledgement of drop-table in **/V1__*.sql ended on"
                + " 2026-10-31.",
            "The configuration allows drop-column in **/V1__*.sql, which finds nothing there: take"
                + " it out.",
            "The configuration allows drop-table in **/V9__*.sql, which finds nothing there: take"
                + " it out.");
  }

  @Test
  void fileCommentAcknowledgesItsRuleInTheWholeFileUntilItsDay() {
    String drops = DROP + "DROP TABLE receipts;\nTRUNCATE orders;\n";
    String allow = "-- migrate:allow-file drop-table until:%s nobody reads them\n";
    // Today is 2026-11-01.
    assertThat(Analysis.analyse(request(allow.formatted("2026-11-01") + drops)).findings())
        .filteredOn(finding -> finding.rule().id().matches("(drop|truncate)-table"))
        .extracting(
            finding -> finding.rule().id(),
            finding -> finding.acknowledgement().map(Acknowledgement::by).orElse(null),
            finding -> finding.acknowledgement().map(Acknowledgement::reason).orElse(null))
        .containsExactly(
            tuple("drop-table", Acknowledgement.Origin.FILE_COMMENT, "nobody reads them"),
            tuple("drop-table", Acknowledgement.Origin.FILE_COMMENT, "nobody reads them"),
            tuple("truncate-table", null, null));
    AnalysisResult later = Analysis.analyse(request(allow.formatted("2026-10-31") + drops));
    assertThat(later.findings())
        .extracting(finding -> finding.rule().id())
        .contains("drop-table", "expired-allow");
    assertThat(later.findings()).noneMatch(ReportedFinding::acknowledged);
  }

  @Test
  void fileCommentSaysNothingAboutOtherFiles() {
    AnalysisResult result =
        Analysis.analyse(
            request(
                "-- migrate:allow-file drop-table nobody reads it\n" + DROP, "DROP TABLE a;\n"));
    assertThat(result.findings())
        .extracting(ReportedFinding::acknowledged)
        .containsExactly(true, false);
  }

  @Test
  void acknowledgedFindingsKeepTheClassAndPassTheVerdict() {
    AnalysisResult result =
        Analysis.analyse(request("-- migrate:allow drop-table nobody reads it\n" + DROP));
    assertThat(result.summary())
        .containsEntry(Classification.EXPAND_CONTRACT_REQUIRED, 1)
        .containsEntry(Classification.SAFE, 0);
    assertThat(Verdict.of(result, FailOn.RISKY).passes()).isTrue();
  }

  @Test
  void completeEvidenceMakesAContractStepSafe() {
    AnalysisRequest request = request(DROP);
    Evidence proof = new Evidence("public.invoices", true, true, true, List.of());
    Evidence stillUsed =
        new Evidence("public.invoices", true, true, false, List.of("Shop.java:7 names it."));
    assertThat(Analysis.analyse(withEvidence(request, proof)).findings()).isEmpty();
    assertThat(Analysis.analyse(withEvidence(request, stillUsed)).findings())
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.remedy().text())
                    .isEqualTo("The proof that it may go is not complete: Shop.java:7 names it."));
  }

  @Test
  void appliedMigrationsAreFoldedButNotReported() {
    AnalysisRequest request =
        request("CREATE TABLE invoices (id bigint);\n", "CREATE INDEX ON invoices (id);\n");
    AnalysisResult result =
        Analysis.analyse(
            new AnalysisRequest(
                request.scripts(),
                Set.of(request.scripts().get(0).identity()),
                new Pending(Pending.By.HISTORY, "one applied"),
                request.schema(),
                request.version(),
                request.runner(),
                List.of(),
                Map.of(),
                request.today(),
                List.of(),
                false));
    assertThat(result.migrations())
        .extracting(AnalysedMigration::state)
        .containsExactly(AnalysedMigration.State.APPLIED, AnalysedMigration.State.PENDING);
    assertThat(result.findings())
        .extracting(finding -> finding.rule().id())
        .containsExactly("blocking-index-build");
    assertThat(result.coverage().statements()).isEqualTo(1);
  }

  @Test
  void unknownStatementsAreCountedAsOpaque() {
    AnalysisResult result =
        Analysis.analyse(
            request("DO LANGUAGE plpython3u $$ pass $$;\nCREATE TABLE a (id bigint);\n"));
    assertThat(result.coverage()).isEqualTo(new Coverage(2, 1, 1));
    assertThat(Verdict.of(result, FailOn.RISKY).passes()).isFalse();
    assertThat(Verdict.of(result, FailOn.EXPAND_CONTRACT_REQUIRED).passes()).isTrue();
  }

  @Test
  void certainFailuresFailUnlessNever() {
    AnalysisResult result = Analysis.analyse(request("CREATE TABEL a (id bigint);\n"));
    assertThat(Verdict.of(result, FailOn.RISKY).passes()).isFalse();
    assertThat(Verdict.of(result, FailOn.EXPAND_CONTRACT_REQUIRED).passes()).isFalse();
    assertThat(Verdict.of(result, FailOn.NEVER).passes()).isTrue();
  }

  @Test
  void riskyPassesWhereOnlyExpandContractFails() {
    AnalysisResult result = Analysis.analyse(request("CREATE INDEX ON orders (id);\n"));
    assertThat(Verdict.of(result, FailOn.RISKY).passes()).isFalse();
    assertThat(Verdict.of(result, FailOn.EXPAND_CONTRACT_REQUIRED).passes()).isTrue();
  }

  @Test
  void transactionsAreNumberedAndLeftWhereTheServerWantsNone() {
    AnalysisResult result =
        Analysis.analyse(
            request(
                "CREATE TABLE a (id bigint);\n"
                    + "CREATE INDEX CONCURRENTLY a_id ON orders (id);\n"
                    + "CREATE TABLE b (id bigint);\n"));
    assertThat(result.migrations().get(0).statements())
        .extracting(AnalysedStatement::transaction)
        .containsExactly(OptionalInt.of(1), OptionalInt.empty(), OptionalInt.of(2));
    assertThat(result.migrations().get(0).transactional()).isFalse();
  }

  private static ReportedFinding only(AnalysisRequest request) {
    List<ReportedFinding> findings = Analysis.analyse(request).findings().toList();
    assertThat(findings).hasSize(1);
    return findings.get(0);
  }

  private static AnalysisRequest request(String... texts) {
    List<SourceFile> files = new ArrayList<>();
    for (int i = 0; i < texts.length; i++) {
      String name = "V" + (i + 1) + "__step.sql";
      files.add(new SourceFile("db/" + name, name, texts[i].getBytes(StandardCharsets.UTF_8)));
    }
    MigrationFolder folder =
        MigrationFolder.read(files, SourceSettings.DEFAULT.withStyle(NamingStyle.FLYWAY));
    return AnalysisRequest.of(
        folder.migrations(),
        ServerVersion.NEWEST_PROVEN,
        Runner.MIGRATE,
        LocalDate.of(2026, 11, 1));
  }

  private static AnalysisRequest with(
      AnalysisRequest request,
      List<Allowance> allowances,
      Map<String, Optional<LocalDate>> baseline) {
    return new AnalysisRequest(
        request.scripts(),
        request.applied(),
        request.pending(),
        request.schema(),
        request.version(),
        request.runner(),
        allowances,
        baseline,
        request.today(),
        request.evidence(),
        request.style());
  }

  private static AnalysisRequest withEvidence(AnalysisRequest request, Evidence evidence) {
    return new AnalysisRequest(
        request.scripts(),
        request.applied(),
        request.pending(),
        request.schema(),
        request.version(),
        request.runner(),
        request.allowances(),
        request.baseline(),
        request.today(),
        List.of(evidence),
        request.style());
  }
}
