package dev.safemigrate.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.SAXException;

/** Reports are valid by the schemas that their readers publish. */
class PublishedSchemasTest {

  private static final Path SCHEMAS = Path.of("src/test/resources/report/schemas");
  private static final ObjectMapper JSON = new ObjectMapper();

  static List<Report> reports() {
    return List.of(
        SampleResults.shop(),
        SampleResults.hostile(),
        SampleResults.report("nothing", List.of(), List.of()));
  }

  @ParameterizedTest
  @MethodSource("reports")
  void sarifIsValid(Report report) throws IOException {
    JsonNode sarif = JSON.readTree(Reports.render(ReportFormat.SARIF, report));
    assertThat(
            problems(SCHEMAS.resolve("sarif-schema-2.1.0.json"), SpecVersion.VersionFlag.V7, sarif))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("reports")
  void reportJsonIsValidByItsPublishedSchema(Report report) throws IOException {
    JsonNode json = JSON.readTree(Reports.render(ReportFormat.JSON, report));
    assertThat(problems(Path.of("docs/report.schema.json"), SpecVersion.VersionFlag.V202012, json))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("reports")
  void publishedSchemaKnowsEveryField(Report report) throws IOException {
    JsonNode json = JSON.readTree(Reports.render(ReportFormat.JSON, report));
    JsonNode schema = JSON.readTree(Files.readString(Path.of("docs/report.schema.json")));
    List<String> unknown = new ArrayList<>();
    json.fieldNames()
        .forEachRemaining(
            name -> {
              if (!schema.path("properties").has(name)) {
                unknown.add(name);
              }
            });
    for (JsonNode migration : json.path("migrations")) {
      for (JsonNode statement : migration.path("statements")) {
        statement
            .fieldNames()
            .forEachRemaining(
                name -> {
                  if (!schema.at("/$defs/statement/properties").has(name)) {
                    unknown.add("statement " + name);
                  }
                });
      }
    }
    assertThat(unknown).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("reports")
  void junitIsValidBySurefiresSchema(Report report) throws SAXException, IOException {
    String xml = Reports.render(ReportFormat.JUNIT, report);
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(SCHEMAS.resolve("surefire-test-report.xsd").toFile())
        .newValidator()
        .validate(new StreamSource(new StringReader(xml)));
    assertThat(xml).startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite ");
  }

  /** The format's fields, as GitLab's documentation of Code Quality lists them. */
  @ParameterizedTest
  @MethodSource("reports")
  void gitlabIssuesHaveEveryFieldAndUniqueFingerprints(Report report) throws IOException {
    JsonNode issues = JSON.readTree(Reports.render(ReportFormat.GITLAB, report));
    assertThat(issues.isArray()).isTrue();
    List<String> fingerprints = new ArrayList<>();
    for (JsonNode issue : issues) {
      assertThat(issue.path("description").asText()).isNotBlank();
      assertThat(issue.path("check_name").asText()).isNotBlank();
      assertThat(issue.path("severity").asText())
          .isIn("info", "minor", "major", "critical", "blocker");
      assertThat(issue.at("/location/path").asText()).isNotBlank();
      assertThat(issue.at("/location/lines/begin").asInt()).isPositive();
      fingerprints.add(issue.path("fingerprint").asText());
    }
    assertThat(fingerprints).doesNotContain("").doesNotHaveDuplicates();
  }

  private static List<String> problems(Path schema, SpecVersion.VersionFlag version, JsonNode json)
      throws IOException {
    JsonSchema compiled =
        JsonSchemaFactory.getInstance(version).getSchema(JSON.readTree(Files.readString(schema)));
    return compiled.validate(json).stream().map(Object::toString).toList();
  }
}
