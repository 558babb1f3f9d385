package dev.safemigrate.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safemigrate.analysis.Analysis;
import dev.safemigrate.analysis.AnalysisRequest;
import dev.safemigrate.analysis.AnalysisResult;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.rule.Runner;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.SourceFile;
import dev.safemigrate.source.SourceSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of accepted findings. */
class BaselineFileTest {

  @TempDir private Path folder;

  @Test
  void whatIsWrittenIsReadAndTheSameFindingsGiveTheSameBytes() throws Exception {
    BaselineFile file = new BaselineFile(folder, "nested/baseline.txt");
    BaselineFile.Known written = file.write(result(), Optional.of(LocalDate.of(2027, 1, 31)));
    byte[] bytes = Files.readAllBytes(folder.resolve("nested/baseline.txt"));
    assertThat(new String(bytes, StandardCharsets.UTF_8))
        .containsPattern("(?m)^[0-9a-f]+ blocking-index-build until:2027-01-31 db/V1__a b\\.sql$");
    assertThat(file.read()).isEqualTo(written);
    assertThat(written.acknowledged())
        .isNotEmpty()
        .allSatisfy((print, until) -> assertThat(until).contains(LocalDate.of(2027, 1, 31)));

    file.write(result(), Optional.of(LocalDate.of(2027, 1, 31)));
    assertThat(Files.readAllBytes(folder.resolve("nested/baseline.txt"))).isEqualTo(bytes);
  }

  @Test
  void missingFileKnowsNothing() throws Exception {
    assertThat(new BaselineFile(folder, "none.txt").read().entries()).isEmpty();
  }

  @Test
  void lineThatIsNotUnderstoodIsNamed() throws Exception {
    Files.writeString(folder.resolve("b.txt"), "# fine\n12ab some-rule\n");
    assertThatThrownBy(() -> new BaselineFile(folder, "b.txt").read())
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContaining("b.txt:2");
    Files.writeString(folder.resolve("b.txt"), "12ab some-rule until:2027-02-30 db/V1__a.sql\n");
    assertThatThrownBy(() -> new BaselineFile(folder, "b.txt").read())
        .hasMessageContaining("b.txt:1: there is no 2027-02-30");
  }

  @Test
  void entriesWithoutFindingAreStale() throws Exception {
    Files.writeString(folder.resolve("b.txt"), "12ab some-rule db/V1__a b.sql\n");
    assertThat(new BaselineFile(folder, "b.txt").read().stale(result()))
        .extracting(BaselineFile.Entry::fingerprint)
        .containsExactly("12ab");
  }

  private static AnalysisResult result() {
    String sql = "CREATE INDEX a ON orders (id);\nCREATE INDEX b ON lines (id);\n";
    SourceFile file =
        new SourceFile("db/V1__a b.sql", "V1__a b.sql", sql.getBytes(StandardCharsets.UTF_8));
    return Analysis.analyse(
        AnalysisRequest.of(
            MigrationFolder.read(List.of(file), SourceSettings.DEFAULT).migrations(),
            ServerVersion.NEWEST_PROVEN,
            Runner.MIGRATE,
            LocalDate.of(2026, 11, 1)));
  }
}
