package dev.safemigrate.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.CodeUse;
import dev.safemigrate.finding.Evidence;
import dev.safemigrate.finding.Pending;
import dev.safemigrate.rule.Runner;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.source.Directive.Phase;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.NamingStyle;
import dev.safemigrate.source.SourceFile;
import dev.safemigrate.source.SourceSettings;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A contract is safe when its expand and backfill are applied and no code names the object. */
class ContractEvidenceTest {

  private static final CodeUse ABSENT = new CodeUse(true, List.of());
  private static final Releases EARLIER =
      releases(Optional.of("1.3.0"), Optional.of("1.3.0"), true);

  private static final String EXPAND =
      """
      ALTER TABLE public.orders ADD COLUMN amount bigint;
      CREATE FUNCTION public.sync_amount() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN NEW.amount := NEW.total; RETURN NEW; END $$;
      CREATE TRIGGER sync_amount BEFORE INSERT ON public.orders
        FOR EACH ROW EXECUTE FUNCTION public.sync_amount();
      """;
  private static final String CONTRACT =
      """
      -- migrate:contract-of 2
      DROP TRIGGER sync_amount ON public.orders;
      DROP FUNCTION public.sync_amount();
      ALTER TABLE public.orders DROP COLUMN total;
      """;

  private static AnalysisRequest request(Set<String> applied) {
    return request(applied, EXPAND, CONTRACT);
  }

  private static AnalysisRequest request(Set<String> applied, String expand, String contract) {
    List<SourceFile> files =
        List.of(
            file("V1__a.sql", "CREATE TABLE public.orders (id bigint PRIMARY KEY, total int);"),
            file("V2__expand.sql", expand),
            file(
                "V3__fill.sql",
                "-- migrate:phase backfill\nUPDATE public.orders SET amount = total"
                    + " WHERE amount IS NULL;"),
            file("V4__contract.sql", contract));
    MigrationFolder folder =
        MigrationFolder.read(files, SourceSettings.DEFAULT.withStyle(NamingStyle.FLYWAY));
    return new AnalysisRequest(
        folder.migrations(),
        applied,
        new Pending(Pending.By.HISTORY, "the test says so"),
        SchemaState.unknown(),
        new ServerVersion(18),
        Runner.MIGRATE,
        List.of(),
        Map.of(),
        LocalDate.of(2026, 11, 1),
        List.of(),
        false);
  }

  /** Version 1.4.0 is built; expand and backfill came with these. */
  private static Releases releases(Optional<String> expand, Optional<String> fill, boolean held) {
    Map<String, Releases.Release> applied = new LinkedHashMap<>();
    applied.put("1", release("V1__a.sql", Optional.empty(), Optional.of("1.2.0"), true));
    applied.put("2", release("V2__expand.sql", Optional.empty(), expand, true));
    applied.put("3", release("V3__fill.sql", Optional.of(Phase.BACKFILL), fill, held));
    return new Releases(Optional.of("1.4.0-SNAPSHOT"), applied, false);
  }

  private static Releases.Release release(
      String name, Optional<Phase> phase, Optional<String> version, boolean held) {
    return new Releases.Release(name, phase, version, held);
  }

  private static SourceFile file(String name, String text) {
    return new SourceFile("db/" + name, name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static AnalysedMigration contract(
      AnalysisRequest request, Releases releases, CodeUse use) {
    List<Evidence> evidence =
        ContractEvidence.of(request, releases, object -> use).stream()
            .map(ContractEvidence.Found::evidence)
            .toList();
    AnalysisResult result = Analysis.analyse(request.withEvidence(evidence));
    return result.migrations().get(result.migrations().size() - 1);
  }

  private static List<String> missing(AnalysisRequest request, Releases releases, CodeUse use) {
    List<String> missing =
        ContractEvidence.of(request, releases, object -> use).stream()
            .flatMap(found -> found.missing().stream())
            .toList();
    AnalysedMigration contract = contract(request, releases, use);
    assertThat(contract.classification()).isEqualTo(Classification.EXPAND_CONTRACT_REQUIRED);
    // No statement can name a trigger function, so that it may go at any time.
    assertThat(contract.statements())
        .extracting(statement -> statement.classification() == Classification.SAFE)
        .containsExactly(false, true, false);
    assertThat(contract.allFindings())
        .allMatch(finding -> finding.remedy().text().startsWith("The proof that it may go"));
    return missing;
  }

  @Test
  void contractIsSafeOnceEverythingIsThere() {
    AnalysedMigration contract = contract(request(Set.of("1", "2", "3")), EARLIER, ABSENT);

    assertThat(contract.classification()).isEqualTo(Classification.SAFE);
    assertThat(contract.allFindings()).isEmpty();
  }

  @Test
  void missingPieceIsNamed() {
    AnalysisRequest all = request(Set.of("1", "2", "3"));

    assertThat(missing(request(Set.of("1")), EARLIER, ABSENT))
        .hasSize(2)
        .allMatch(said -> said.contains("its expand V2__expand.sql is not applied: apply it"));
    assertThat(missing(request(Set.of("1", "2")), EARLIER, ABSENT))
        .contains(
            "V4__contract.sql: public.orders.total may not go yet: V3__fill.sql is not applied and"
                + " so not verified: run migrate:apply -Dmigrate.phase=backfill.");
    assertThat(missing(all, releases(Optional.of("1.3.0"), Optional.of("1.3.0"), false), ABSENT))
        .contains(
            "V4__contract.sql: public.orders.total may not go yet: the verification of V3__fill.sql"
                + " has not been true yet: run migrate:apply, which asks again.");
  }

  @Test
  void expandAndBackfillMustBeOfAnEarlierRelease() {
    AnalysisRequest all = request(Set.of("1", "2", "3"));

    assertThat(missing(all, releases(Optional.of("1.4.0"), Optional.of("1.4.0"), true), ABSENT))
        .allMatch(said -> said.contains("V2__expand.sql came with this project version, 1.4.0"))
        .allMatch(said -> said.contains("bring the contract with a later version"));
    assertThat(missing(all, releases(Optional.of("1.3.0"), Optional.of("1.4.0"), true), ABSENT))
        .allMatch(said -> said.contains("V3__fill.sql came with this project version"));
  }

  @Test
  void whatNobodyKnowsIsNotGuessed() {
    AnalysisRequest all = request(Set.of("1", "2", "3"));

    assertThat(missing(all, Releases.UNKNOWN, ABSENT))
        .allMatch(
            said ->
                said.contains(
                    "not known with which project version V2__expand.sql was applied: give the"
                        + " database (url), or a snapshot"));
    assertThat(missing(all, releases(Optional.empty(), Optional.empty(), true), ABSENT))
        .allMatch(said -> said.contains("the history does not say"));
  }

  @Test
  void whereNoOtherVersionWorksAllMayGo() {
    Releases alone =
        new Releases(
            Optional.of("1.4.0"),
            releases(Optional.of("1.4.0"), Optional.of("1.4.0"), true).applied(),
            true);

    assertThat(contract(request(Set.of("1", "2", "3")), alone, ABSENT).classification())
        .isEqualTo(Classification.SAFE);
  }

  @Test
  void codeThatNamesTheColumnKeepsItsTriggerToo() {
    CodeUse named = new CodeUse(false, List.of("the code names it: A.java:1."));

    assertThat(missing(request(Set.of("1", "2", "3")), EARLIER, named))
        .containsExactly(
            "V4__contract.sql: public.orders.total may not go yet: the code names it: A.java:1.",
            "V4__contract.sql: public.orders.sync_amount may not go yet: it serves"
                + " public.orders.total, which the code may still name.");
  }

  /** Code that writes the old column needs the trigger, though nothing in it can name it. */
  @Test
  void contractOfTheTriggerAloneAsksForTheOldColumn() {
    CodeUse named = new CodeUse(false, List.of("the code names it: A.java:1."));
    AnalysisRequest alone =
        request(
            Set.of("1", "2", "3"),
            EXPAND,
            "-- migrate:contract-of 2\nDROP TRIGGER sync_amount ON orders;\nDROP FUNCTION sync_amount;");

    assertThat(
            ContractEvidence.of(
                    alone, EARLIER, object -> object.equals("public.orders.total") ? named : ABSENT)
                .stream()
                .flatMap(found -> found.missing().stream()))
        .containsExactly(
            "V4__contract.sql: public.orders.sync_amount may not go yet: it serves"
                + " public.orders.total, which the code may still name. the code names it: A.java:1.");
    assertThat(contract(alone, EARLIER, ABSENT).classification()).isEqualTo(Classification.SAFE);
  }

  @Test
  void triggerOfWhichNothingIsKnownDoesNotGoUnproven() {
    AnalysisRequest unreadable =
        request(
            Set.of("1", "2", "3"),
            "CREATE TRIGGER sync_amount BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION f();",
            "-- migrate:contract-of 2\nDROP TRIGGER sync_amount ON orders;");

    assertThat(ContractEvidence.of(unreadable, EARLIER, object -> ABSENT))
        .flatExtracting(found -> found.missing().stream().toList())
        .singleElement()
        .asString()
        .contains("it is not known which older columns it serves");
  }

  @Test
  void triggerOfTheSameNameInAnotherSchemaIsNotOwn() {
    String other = CONTRACT.replace("public.orders;\nDROP F", "shop.orders;\nDROP F");
    List<String> asked = new ArrayList<>();
    ContractEvidence.of(
        request(Set.of("1", "2", "3"), EXPAND, other),
        EARLIER,
        object -> {
          asked.add(object);
          return ABSENT;
        });
    assertThat(asked).containsExactly("public.orders.total", "shop.orders.sync_amount");
  }

  @Test
  void functionWithArgumentsIsNotTheTriggersOwn() {
    List<String> asked = new ArrayList<>();
    ContractEvidence.of(
        request(
            Set.of("1", "2", "3"),
            EXPAND
                + "CREATE FUNCTION public.sync_amount(int) RETURNS int LANGUAGE sql AS 'SELECT 1';",
            CONTRACT.replace("public.sync_amount()", "public.sync_amount(int)")),
        EARLIER,
        object -> {
          asked.add(object);
          return ABSENT;
        });
    assertThat(asked).containsExactly("public.orders.total", "public.sync_amount");
  }

  @Test
  void triggerOfSomebodyElseIsLookedForInTheCode() {
    AnalysisRequest other =
        request(
            Set.of("1", "2", "3"),
            "ALTER TABLE public.orders ADD COLUMN amount bigint;",
            "-- migrate:contract-of 2\nDROP FUNCTION public.price(int);");
    List<String> asked = new ArrayList<>();
    ContractEvidence.of(
        other.withScripts(
            List.of(
                request(
                        Set.of(),
                        "CREATE FUNCTION public.price(int) RETURNS int LANGUAGE sql AS 'SELECT 1';",
                        "")
                    .scripts()
                    .get(1),
                other.scripts().get(3))),
        EARLIER,
        object -> {
          asked.add(object);
          return ABSENT;
        });
    assertThat(asked).containsExactly("public.price");
  }

  @Test
  void whatIsAcknowledgedNeedsNoProof() {
    AnalysisRequest allowed =
        request(
            Set.of("1", "2", "3"),
            EXPAND,
            "-- migrate:contract-of 2\n-- migrate:allow drop-column nobody reads it\n"
                + "ALTER TABLE public.orders DROP COLUMN total;");

    assertThat(ContractEvidence.of(allowed, EARLIER, object -> ABSENT)).isEmpty();
    assertThat(contract(allowed, EARLIER, ABSENT).allFindings())
        .extracting(finding -> finding.rule().id())
        .containsExactly("drop-column");
  }

  @Test
  void backfillOfAnotherTableDoesNotMatter() {
    AnalysisRequest all = request(Set.of("1", "2", "3"));
    List<MigrationScript> scripts = new ArrayList<>(all.scripts());
    scripts.addAll(3, others());
    Releases releases = releases(Optional.of("1.3.0"), Optional.of("1.3.0"), true);

    assertThat(contract(all.withScripts(scripts), releases, ABSENT).classification())
        .isEqualTo(Classification.SAFE);
  }

  /** A table and its backfill, both pending. */
  private static List<MigrationScript> others() {
    return MigrationFolder.read(
            List.of(
                file("V3.1__b.sql", "CREATE TABLE public.other (id bigint, a int);"),
                file(
                    "V3.2__b.sql",
                    "-- migrate:phase backfill\nUPDATE public.other SET a = 1 WHERE a IS NULL;")),
            SourceSettings.DEFAULT.withStyle(NamingStyle.FLYWAY))
        .migrations();
  }

  @Test
  void overABaseTheAppliedFilesAreKnownByTheirVersions() {
    AnalysisRequest all = request(Set.of("1", "2", "3"));
    AnalysisRequest pendingOnly = all.withScripts(all.scripts().subList(3, 4));

    assertThat(ContractEvidence.of(pendingOnly, EARLIER, object -> ABSENT))
        .isNotEmpty()
        .allMatch(found -> found.evidence().complete());
    assertThat(
            ContractEvidence.of(
                pendingOnly,
                releases(Optional.of("1.3.0"), Optional.of("1.4.0"), true),
                object -> ABSENT))
        .isNotEmpty()
        .noneMatch(found -> found.evidence().complete());
  }
}
