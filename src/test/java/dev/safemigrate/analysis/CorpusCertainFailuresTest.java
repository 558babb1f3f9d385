package dev.safemigrate.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Migrations that a server has taken in full are never said to be certain to fail. */
class CorpusCertainFailuresTest {

  private static final Path CORPUS = Path.of("../shared/corpus");

  /** Its files were seen to fail on a server: they rest on what the project does beside them. */
  private static final Set<String> NOT_APPLYING = Set.of("navikt__fp-sak");

  @Test
  void noProjectThatAppliesHasACertainFailure() throws IOException {
    Assumptions.assumeTrue(Files.isDirectory(CORPUS), "there is no corpus beside the project");
    List<String> alarms;
    try (Stream<Path> projects = Files.list(CORPUS)) {
      alarms =
          projects
              .filter(Files::isDirectory)
              .filter(project -> !NOT_APPLYING.contains(project.getFileName().toString()))
              .sorted()
              .flatMap(CorpusCertainFailuresTest::certainFailures)
              .toList();
    }
    assertThat(alarms).isEmpty();
  }

  private static Stream<String> certainFailures(Path project) {
    return analysed(project)
        .findings()
        .filter(finding -> finding.rule().id().equals("certain-failure"))
        .map(
            finding ->
                "%s %s:%d %s"
                    .formatted(
                        project.getFileName(), finding.file(), finding.line(), finding.message()));
  }

  private static AnalysisResult analysed(Path project) {
    try {
      return CorpusProjects.analyse(project);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
