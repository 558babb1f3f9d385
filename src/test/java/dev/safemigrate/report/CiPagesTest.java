package dev.safemigrate.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The examples in docs/ci, held against published schemas. Jenkins publishes none for a pipeline,
 * so that page is checked for its brackets and its sections only.
 */
class CiPagesTest {

  private static final Path PAGES = Path.of("docs/ci");
  private static final Path SCHEMAS = Path.of("src/test/resources/report/schemas");

  /** What is a file of its own; the blocks between show a part. */
  @Test
  void githubWorkflowsAreValidBySchemaStore() throws IOException {
    List<String> workflows = examples("github-actions.md", "yaml", "name: [a-z]+\n");
    assertThat(workflows).hasSize(2);
    for (String workflow : workflows) {
      assertThat(problems("github-workflow.json", read(workflow))).isEmpty();
    }
  }

  @Test
  void gitlabPipelinesAreValidByGitlabsOwnSchema() throws IOException {
    List<String> pipelines = examples("gitlab-ci.md", "yaml", "(migrations|stages):");
    assertThat(pipelines).hasSize(2);
    for (String pipeline : pipelines) {
      assertThat(problems("gitlab-ci.json", read(pipeline))).isEmpty();
    }
  }

  @Test
  void bothSchemasRefuseWhatTheyDoNotKnow() throws IOException {
    ObjectNode workflow = (ObjectNode) yaml("github-actions.md");
    ((ObjectNode) workflow.at("/jobs/check")).put("run-on", "ubuntu-latest");
    assertThat(problems("github-workflow.json", workflow)).isNotEmpty();
    ObjectNode pipeline = (ObjectNode) yaml("gitlab-ci.md");
    ((ObjectNode) pipeline.at("/migrations/artifacts")).put("when", "sometimes");
    assertThat(problems("gitlab-ci.json", pipeline)).isNotEmpty();
  }

  @Test
  void jenkinsPipelinesAreBalancedAndHaveTheirSections() throws IOException {
    List<String> pipelines = examples("jenkins.md", "groovy", "pipeline");
    assertThat(pipelines).hasSize(2).allSatisfy(CiPagesTest::isPipeline);
  }

  private static void isPipeline(String pipeline) {
    assertThat(pipeline).startsWith("pipeline {\n").contains("agent any", "stages {", "steps {");
    Deque<Character> open = new ArrayDeque<>();
    for (char c : pipeline.replaceAll("'[^'\n]*'", "").toCharArray()) {
      if ("{[(".indexOf(c) >= 0) {
        open.push("}])".charAt("{[(".indexOf(c)));
      } else if ("}])".indexOf(c) >= 0) {
        assertThat(open.poll()).isEqualTo(c);
      }
    }
    assertThat(open).isEmpty();
  }

  private static JsonNode yaml(String page) throws IOException {
    return read(examples(page, "yaml", "").get(0));
  }

  private static JsonNode read(String yaml) throws IOException {
    return new YAMLMapper().readTree(yaml);
  }

  private static List<String> examples(String page, String language, String start)
      throws IOException {
    String text = Files.readString(PAGES.resolve(page)).replace("\r\n", "\n");
    return Pattern.compile("(?s)```" + language + "\n(" + start + ".*?)```")
        .matcher(text)
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  private static List<String> problems(String schema, JsonNode document) throws IOException {
    JsonNode text = new ObjectMapper().readTree(Files.readString(SCHEMAS.resolve(schema)));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
        .getSchema(text)
        .validate(document)
        .stream()
        .map(Object::toString)
        .toList();
  }
}
