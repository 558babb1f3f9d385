package dev.safemigrate.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.safemigrate.analysis.CorpusProjects;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real projects are rehearsed to the end; how far prediction and measurement agree is printed. */
@DisplayName("Rehearsed migrations of real projects")
@Tag("thorough")
class RehearseCorpusIT {

  private static final Path CORPUS = Path.of("../shared/corpus");

  @ParameterizedTest
  @ValueSource(
      strings = {"MarquezProject__marquez", "navikt__helse-spesialist", "umami-software__umami"})
  void runToTheirEnd(String project) throws Exception {
    assertThat(rehearse(project).failures()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "hyperledger__firefly, 000070_add_subscriptions_filters.down.sql",
    "svix__svix-webhooks, 20220428190104_message_expiration.down.sql"
  })
  void haveTheirBrokenDownScriptsNamed(String project, String broken) throws Exception {
    assertThat(rehearse(project).downs().failure().orElseThrow()).contains(broken);
  }

  private static RehearsalResult rehearse(String project) throws Exception {
    assumeTrue(Files.exists(CORPUS), "../shared/corpus does not exist");
    RehearsalResult result =
        new RehearsedProject(18).rehearse(CorpusProjects.folder(CORPUS.resolve(project)));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.printf("%s: %d of %d as predicted%n", project, result.agreeing(), result.measured());
    result.differences().forEach(difference -> out.println("  " + difference.logLine()));
    result.failures().forEach(out::println);
    assertThat(result.failure()).isEmpty();
    assertThat(result.agreeing()).isGreaterThanOrEqualTo(result.measured() * 96 / 100);
    return result;
  }
}
