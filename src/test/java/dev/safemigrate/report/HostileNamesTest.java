package dev.safemigrate.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names, comments and reasons that try to leave their place stay text. */
class HostileNamesTest {

  @Test
  void htmlHasOneScriptAndNoForeignElement() {
    String html = Reports.render(ReportFormat.HTML, SampleResults.hostile());
    assertThat(html.split("<script", -1)).hasSize(2);
    assertThat(html).doesNotContain("<img").contains("&lt;script&gt;document.title");
  }

  @Test
  void htmlNamesNothingToLoad() {
    String html = Reports.render(ReportFormat.HTML, SampleResults.shop());
    assertThat(html).doesNotContain("src=").doesNotContain("<link").doesNotContain("@import");
  }

  @Test
  void markdownHasNoHtmlMentionOrOpenFenceOfTheirs() {
    String markdown = Reports.render(ReportFormat.MARKDOWN, SampleResults.hostile());
    String outsideFences = markdown.replaceAll("(?ms)^(`{3,})sql\n.*?^\\1\n", "");
    String outsideCode = outsideFences.replaceAll("``.*?``", "");
    assertThat(outsideCode)
        .doesNotContain("<script")
        .doesNotContain("<img")
        .doesNotContain("@everyone");
    assertThat(outsideFences.lines().filter(line -> line.startsWith("| `"))).hasSize(1);
  }

  @Test
  void annotationsAreOneCommandALine() {
    List<String> lines =
        Reports.render(ReportFormat.GITHUB, SampleResults.hostile()).lines().toList();
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0)).startsWith("::error file=").contains("%250A%3A%3Aerror");
    String properties = lines.get(0).substring(2, lines.get(0).indexOf("::", 2));
    assertThat(properties.split(",")).hasSize(6);
  }

  @Test
  void sarifUrisAreEncoded() throws IOException {
    JsonNode sarif =
        new ObjectMapper().readTree(Reports.render(ReportFormat.SARIF, SampleResults.hostile()));
    String uri =
        sarif.at("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri").asText();
    assertThat(uri).matches("[A-Za-z0-9._~/%-]+").contains("%3Cscript%3E");
  }
}
