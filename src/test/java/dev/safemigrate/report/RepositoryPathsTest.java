package dev.safemigrate.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Tools that know the repository only get paths from its root. */
class RepositoryPathsTest {

  private static final Report MODULE = SampleResults.shop().in("services/my shop");

  @Test
  void sarifHasEveryPathFromTheRoot() throws IOException {
    JsonNode sarif = new ObjectMapper().readTree(Reports.render(ReportFormat.SARIF, MODULE));
    assertThat(sarif.findValuesAsText("uri"))
        .isNotEmpty()
        .allMatch(uri -> uri.startsWith("services/my%20shop/"));
  }

  @Test
  void gitlabHasEveryPathFromTheRoot() throws IOException {
    JsonNode issues = new ObjectMapper().readTree(Reports.render(ReportFormat.GITLAB, MODULE));
    assertThat(issues.findValuesAsText("path"))
        .isNotEmpty()
        .allMatch(path -> path.startsWith("services/my shop/"));
  }

  @Test
  void githubHasEveryPathFromTheRoot() {
    assertThat(Reports.render(ReportFormat.GITHUB, MODULE).lines())
        .isNotEmpty()
        .allMatch(line -> line.contains(" file=services/my shop/"));
  }

  @Test
  void pathsThatLeaveTheModuleAndAbsoluteOnesAreNamedRightly() {
    assertThat(MODULE.inRepository("../shared/./V1__a.sql")).isEqualTo("services/shared/V1__a.sql");
    assertThat(MODULE.inRepository("../../../V1__a.sql")).isEqualTo("../V1__a.sql");
    assertThat(MODULE.inRepository("db\\V1__a.sql")).isEqualTo("services/my shop/db/V1__a.sql");
    assertThat(MODULE.inRepository("/db/V1__a.sql")).isEqualTo("/db/V1__a.sql");
    assertThat(MODULE.inRepository("C:\\db\\V1__a.sql")).isEqualTo("C:/db/V1__a.sql");
    assertThat(SampleResults.shop().inRepository("db/V1__a.sql")).isEqualTo("db/V1__a.sql");
  }
}
