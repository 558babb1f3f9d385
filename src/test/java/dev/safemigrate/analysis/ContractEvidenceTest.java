package dev.safemigrate.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.CodeUse;
import dev.safemigrate.finding.Evidence;
import dev.safemigrate.finding.Pending;
import dev.safemigrate.rule.Runner;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.NamingStyle;
import dev.safemigrate.source.SourceFile;
import dev.safemigrate.source.SourceSettings;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A contract is safe when its expand and backfill are applied and no code names the object. */
class ContractEvidenceTest {

  private static final CodeUse ABSENT = new CodeUse(true, List.of());

  private static AnalysisRequest request(Set<String> applied) {
    List<SourceFile> files =
        List.of(
            file("V1__a.sql", "CREATE TABLE public.orders (id bigint PRIMARY KEY, total int);"),
            file("V2__expand.sql", "ALTER TABLE public.orders ADD COLUMN amount bigint;"),
            file(
                "V3__fill.sql",
                "-- migrate:phase backfill\nUPDATE public.orders SET amount = total"
                    + " WHERE amount IS NULL;"),
            file(
                "V4__contract.sql",
                "-- migrate:contract-of 2\nALTER TABLE public.orders DROP COLUMN total;"));
    MigrationFolder folder =
        MigrationFolder.read(files, SourceSettings.DEFAULT.withStyle(NamingStyle.FLYWAY));
    return new AnalysisRequest(
        folder.migrations(),
        applied,
        Pending.ALL,
        SchemaState.unknown(),
        new ServerVersion(18),
        Runner.MIGRATE,
        List.of(),
        Map.of(),
        LocalDate.of(2026, 11, 1),
        List.of(),
        false);
  }

  private static SourceFile file(String name, String text) {
    return new SourceFile("db/" + name, name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Classification contractClass(AnalysisRequest request, CodeUse use) {
    List<Evidence> evidence =
        ContractEvidence.of(request, object -> use).stream()
            .map(ContractEvidence.Found::evidence)
            .toList();
    return Analysis.analyse(request.withEvidence(evidence)).migrations().get(3).classification();
  }

  @Test
  void contractIsSafeOnceEverythingIsThere() {
    assertThat(contractClass(request(Set.of("1", "2", "3")), ABSENT))
        .isEqualTo(Classification.SAFE);
  }

  @Test
  void contractIsNotSafeBeforeItsExpandOrBackfillOrWhileCodeNamesTheColumn() {
    CodeUse named = new CodeUse(false, List.of("the code names it: A.java:1."));

    assertThat(contractClass(request(Set.of("1")), ABSENT))
        .isEqualTo(Classification.EXPAND_CONTRACT_REQUIRED);
    assertThat(contractClass(request(Set.of("1", "2")), ABSENT))
        .isEqualTo(Classification.EXPAND_CONTRACT_REQUIRED);
    assertThat(contractClass(request(Set.of("1", "2", "3")), named))
        .isEqualTo(Classification.EXPAND_CONTRACT_REQUIRED);
  }

  @Test
  void whatIsMissingIsSaid() {
    CodeUse named = new CodeUse(false, List.of("the code names it: A.java:1."));

    assertThat(ContractEvidence.of(request(Set.of("1", "2")), object -> named))
        .extracting(found -> found.missing().orElse(""))
        .containsExactly(
            "V4__contract.sql: public.orders.total may not go yet: V3__fill.sql is not applied and"
                + " so not verified. the code names it: A.java:1.");
  }

  @Test
  void overABaseTheAppliedFilesAreKnownByTheirVersions() {
    AnalysisRequest all = request(Set.of("1", "2", "3"));
    AnalysisRequest pendingOnly = all.withScripts(all.scripts().subList(3, 4));

    assertThat(ContractEvidence.of(pendingOnly, object -> ABSENT))
        .allMatch(found -> found.evidence().complete());
  }
}
