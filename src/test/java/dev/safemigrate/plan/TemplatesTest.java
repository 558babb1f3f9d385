package dev.safemigrate.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safemigrate.analysis.Analysis;
import dev.safemigrate.analysis.AnalysisRequest;
import dev.safemigrate.analysis.AnalysisResult;
import dev.safemigrate.analysis.ReportedFinding;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.finding.Classification;
import dev.safemigrate.finding.Pending;
import dev.safemigrate.plan.Templates.Value;
import dev.safemigrate.rule.Runner;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.source.FlywayNames;
import dev.safemigrate.source.MigrationDraft;
import dev.safemigrate.source.MigrationDraft.NewFile;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.NewMigrations;
import dev.safemigrate.source.SourceFile;
import dev.safemigrate.source.SourceSettings;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatesTest {

  private static final String SCHEMA =
      """
      CREATE SCHEMA shop;
      CREATE TABLE shop.customers (id bigint PRIMARY KEY);
      CREATE TABLE shop.orders (id bigint PRIMARY KEY, customer_id bigint DEFAULT 1, total int);
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "add-index",
        "add-column",
        "add-foreign-key",
        "add-check",
        "set-not-null",
        "create-table",
        "backfill",
        "empty"
      })
  void whatATemplateWritesIsSafe(String template) {
    boolean table = template.equals("create-table");
    String column = template.equals("add-column") ? "region" : "customer_id";
    List<MigrationDraft> drafts =
        Templates.drafts(
                template,
                Optional.empty(),
                Map.of(
                    Value.ON_TABLE,
                    table ? "shop.\"New table\"" : "shop.orders",
                    Value.COLUMNS,
                    column,
                    Value.TYPE,
                    "text",
                    Value.REFERENCES,
                    "shop.customers (id)",
                    Value.CONDITION,
                    template.equals("add-check") ? "total >= 0" : "",
                    Value.VALUE,
                    "'1'"))
            .orElseThrow();
    SourceFile first = file("V0007__schema.sql", SCHEMA);
    List<SourceFile> files = new ArrayList<>(List.of(first));
    NewMigrations target =
        NewMigrations.in(
            MigrationFolder.read(files, SourceSettings.DEFAULT),
            FlywayNames.DEFAULT,
            "db",
            LocalDateTime.MIN);
    List<String> versions = target.versions(drafts.size());
    assertThat(versions.get(0)).isEqualTo("0008");
    for (int i = 0; i < drafts.size(); i++) {
      for (NewFile file : target.files(versions.get(i), drafts.get(i))) {
        files.add(file(file.path(), file.text()));
      }
    }
    MigrationFolder folder = MigrationFolder.read(files, SourceSettings.DEFAULT);
    assertThat(folder.problems()).isEmpty();
    assertThat(folder.migrations())
        .hasSize(drafts.size() + 1)
        .allMatch(m -> m.down().isPresent() || m.path().startsWith("V0007"));
    for (int step = 1; step < folder.migrations().size(); step++) {
      assertThat(findings(folder, step)).isEmpty();
    }
  }

  @Test
  void missingValueIsNamed() {
    assertThatThrownBy(() -> Templates.drafts("add-index", Optional.empty(), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Template 'add-index' needs -Dmigrate.onTable=...");
    assertThat(Templates.drafts("drop-all", Optional.empty(), Map.of())).isEmpty();
  }

  private static List<ReportedFinding> findings(MigrationFolder folder, int step) {
    Set<String> applied =
        Set.copyOf(folder.migrations().subList(0, step).stream().map(m -> m.identity()).toList());
    AnalysisResult result =
        Analysis.analyse(
            new AnalysisRequest(
                folder.migrations().subList(0, step + 1),
                applied,
                new Pending(Pending.By.HISTORY, "the test says so"),
                SchemaState.unknown(),
                ServerVersion.NEWEST_PROVEN,
                Runner.MIGRATE,
                List.of(),
                Map.of(),
                LocalDate.of(2026, 11, 1),
                List.of(),
                true));
    return result
        .migrations()
        .get(step)
        .allFindings()
        .filter(finding -> finding.classification() != Classification.SAFE)
        .toList();
  }

  private static SourceFile file(String path, String text) {
    return new SourceFile(path, path, text.getBytes(StandardCharsets.UTF_8));
  }
}
