package dev.safemigrate.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.finding.Pending;
import dev.safemigrate.rule.Runner;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.SourceFile;
import dev.safemigrate.source.SourceSettings;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What an analysis costs as projects grow. Bytes are counted: they are the same on every machine,
 * and what copies a set for each statement shows in them.
 */
class AnalysisCostTest {

  @Test
  void fourTimesTheMigrationsCostLittleMoreThanFourTimesAsMuch() {
    allocated(100);
    long few = allocated(400);
    long many = allocated(1600);
    assertThat((double) many / few).isLessThan(5.5);
  }

  private static long allocated(int migrations) {
    List<SourceFile> files =
        IntStream.range(0, migrations).mapToObj(AnalysisCostTest::file).toList();
    MigrationFolder folder = MigrationFolder.read(files, SourceSettings.DEFAULT);
    AnalysisRequest request =
        AnalysisRequest.of(
            folder.migrations(),
            ServerVersion.NEWEST_PROVEN,
            Runner.MIGRATE,
            LocalDate.of(2026, 11, 1));
    AnalysisRequest known =
        new AnalysisRequest(
            request.scripts(),
            Set.of(),
            new Pending(Pending.By.HISTORY, "none applied"),
            request.schema(),
            request.version(),
            request.runner(),
            List.of(),
            Map.of(),
            request.today(),
            List.of(),
            false);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThat(Analysis.analyse(known).migrations()).hasSize(migrations);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static SourceFile file(int number) {
    String name = "V%d__t.sql".formatted(number + 1);
    String sql =
        """
        CREATE TABLE t_%1$d (id bigint PRIMARY KEY, name text NOT NULL);
        CREATE INDEX t_%1$d_name_idx ON t_%1$d (name);
        ALTER TABLE t_%1$d ADD COLUMN note text;
        """
            .formatted(number);
    return new SourceFile("db/" + name, name, sql.getBytes(StandardCharsets.UTF_8));
  }
}
