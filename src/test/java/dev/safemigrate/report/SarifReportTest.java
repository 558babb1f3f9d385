package dev.safemigrate.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SarifReportTest {

  @Test
  void acceptedFindingsAreSuppressedWithTheirReason() throws IOException {
    JsonNode result = result("unbounded-update");
    assertThat(result.at("/suppressions/0/kind").asText()).isEqualTo("inSource");
    assertThat(result.at("/suppressions/0/justification").asText())
        .isEqualTo("the table holds three products (until 2027-01-31)");
  }

  @Test
  void remediesOfSeveralFilesAreNoFix() throws IOException {
    assertThat(result("constraint-validated-under-lock").has("fixes")).isFalse();
    assertThat(result("rename-column").has("fixes")).isFalse();
  }

  @Test
  void aStatementThatMustLeaveItsTransactionIsNoFixAmongOthers() throws IOException {
    assertThat(result("blocking-index-build").has("fixes")).isFalse();
  }

  @Test
  void aRemedyForTheOnlyStatementReplacesIt() throws IOException {
    JsonNode hostile = results(SampleResults.hostile()).get(1);
    JsonNode change = hostile.at("/fixes/0/artifactChanges/0/replacements/0");
    assertThat(change.at("/deletedRegion/startColumn").asInt()).isEqualTo(1);
    assertThat(change.at("/deletedRegion/endColumn").asInt())
        .isEqualTo(
            2 * SampleResults.HOSTILE.length() + "CREATE INDEX ON \"\" (a) -- ".length() + 1);
    assertThat(change.at("/insertedContent/text").asText())
        .isEqualTo("SELECT '" + SampleResults.HOSTILE + "'");
  }

  @Test
  void relatedPlacesAndFingerprintsAreKept() throws IOException {
    JsonNode result = result("blocking-index-build");
    assertThat(result.at("/relatedLocations/0/message/text").asText()).isEqualTo("created here");
    assertThat(result.at("/partialFingerprints/migrate~1v1").asText())
        .isEqualTo("blocking-index-build-4");
    assertThat(result.path("level").asText()).isEqualTo("error");
  }

  private static JsonNode result(String rule) throws IOException {
    return results(SampleResults.shop()).stream()
        .filter(result -> result.path("ruleId").asText().equals(rule))
        .findFirst()
        .orElseThrow();
  }

  private static List<JsonNode> results(Report report) throws IOException {
    List<JsonNode> results = new ArrayList<>();
    new ObjectMapper()
        .readTree(Reports.render(ReportFormat.SARIF, report))
        .at("/runs/0/results")
        .forEach(results::add);
    return results;
  }
}
