package dev.safemigrate.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Analyses every project of the corpus in its order and compares the findings per project and rule
 * with the committed summary. What a person reads to judge a rule is written to {@code
 * target/corpus-findings}.
 */
class CorpusFindingsTest {

  private static final Path CORPUS = Path.of("../shared/corpus");
  private static final Path GOLDEN = Path.of("src/test/resources/corpus/findings.txt");
  private static final Path SAMPLES = Path.of("target/corpus-findings");

  @Test
  void findingsPerProjectAndRuleAreAsCommitted() throws IOException {
    Assumptions.assumeTrue(Files.isDirectory(CORPUS), "there is no corpus beside the project");
    StringBuilder summary = new StringBuilder();
    CorpusSample sample = new CorpusSample();
    try (Stream<Path> projects = Files.list(CORPUS)) {
      for (Path project : projects.filter(Files::isDirectory).sorted().toList()) {
        AnalysisResult result = CorpusProjects.analyse(project);
        summary.append(summary(project, result));
        sample.add(project.getFileName().toString(), result);
      }
    }
    sample.write(SAMPLES);
    if ("update".equals(System.getProperty("golden"))) {
      Files.createDirectories(GOLDEN.getParent());
      Files.writeString(GOLDEN, summary.toString());
    }
    assertThat(GOLDEN).as("mvn test -Dtest=CorpusFindingsTest -Dgolden=update").exists();
    assertThat(summary.toString())
        .as("mvn test -Dtest=CorpusFindingsTest -Dgolden=update writes it")
        .isEqualTo(Files.readString(GOLDEN));
  }

  private static String summary(Path project, AnalysisResult result) {
    Map<String, Integer> counts = new TreeMap<>();
    result.findings().forEach(f -> counts.merge(f.rule().id(), 1, Integer::sum));
    StringBuilder text = new StringBuilder();
    text.append(
        "%s: %d migrations, %d statements, %d analysed, %s%n"
            .formatted(
                project.getFileName(),
                result.migrations().size(),
                result.coverage().statements(),
                result.coverage().analysed(),
                result.summary()));
    counts.forEach((rule, count) -> text.append("  %5d %s%n".formatted(count, rule)));
    return text.toString().replace("\r\n", "\n");
  }
}
