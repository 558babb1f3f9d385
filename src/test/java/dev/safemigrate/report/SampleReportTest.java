package dev.safemigrate.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.analysis.Analysis;
import dev.safemigrate.analysis.AnalysisRequest;
import dev.safemigrate.analysis.FailOn;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.finding.Pending;
import dev.safemigrate.rule.Runner;
import dev.safemigrate.schema.SchemaState;
import dev.safemigrate.source.MigrationFiles;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.MigrationScript;
import dev.safemigrate.source.SourceSettings;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The sample's report in every format, from its files to the text. */
class SampleReportTest {

  private static final Path SAMPLE = Path.of("migrations-sample");
  private static final Path FOLDER = Path.of("src/test/resources/report/sample");
  private static final Set<String> BASELINE = Set.of("1", "2", "3");

  @ParameterizedTest
  @EnumSource(ReportFormat.class)
  void sampleIsAsCommitted(ReportFormat format) {
    GoldenFile.compare(
        FOLDER,
        format.fileName(),
        GoldenFile.withoutParts(format, Reports.render(format, sample())));
  }

  static Report sample() {
    MigrationFiles files =
        MigrationFiles.read(
            SAMPLE,
            List.of(Path.of("src/main/resources/db/migration")),
            SourceSettings.DEFAULT.flywayNames());
    MigrationFolder folder = MigrationFolder.read(files.files(), SourceSettings.DEFAULT);
    assertThat(folder.problems()).isEmpty();
    assertThat(folder.migrations()).isNotEmpty();
    Set<String> applied =
        folder.migrations().stream()
            .filter(script -> script.version().filter(v -> BASELINE.contains(v.text())).isPresent())
            .map(MigrationScript::identity)
            .collect(Collectors.toSet());
    return new Report(
        "migrations-sample",
        Analysis.analyse(
            new AnalysisRequest(
                folder.migrations(),
                applied,
                new Pending(Pending.By.BASELINE, "version 3"),
                SchemaState.empty(),
                new ServerVersion(18),
                Runner.MIGRATE,
                List.of(),
                Map.of(),
                LocalDate.of(2026, 11, 1),
                List.of(),
                false)),
        FailOn.RISKY,
        SampleResults.TOOL);
  }
}
