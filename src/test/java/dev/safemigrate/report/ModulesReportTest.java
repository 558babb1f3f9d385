package dev.safemigrate.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModulesReportTest {

  private static final ToolVersion TOOL = new ToolVersion("migrate-maven-plugin", "1");

  @Test
  void modulesHaveTheVerdictOfTheirReport() throws IOException {
    Report shop = SampleResults.shop();
    ModuleReport module =
        ModuleReport.read("shop", Reports.render(ReportFormat.JSON, shop), "shop.html");
    ModuleReport.Outcome outcome = module.outcome().orElseThrow();
    assertThat(outcome.failing()).isEqualTo(shop.verdict().failing().size()).isPositive();
    assertThat(outcome.counts()).isEqualTo(shop.result().summary());
    assertThat(outcome.pending()).isEqualTo(shop.result().pendingMigrations().size());
    assertThat(ModulesReport.render("all", List.of(module, ModuleReport.none("plain")), TOOL))
        .contains(Summary.verdict(shop), "<a href=\"shop.html\">shop</a>")
        .contains("plain</th><td colspan=\"6\">No report in this build");
  }

  @Test
  void hostileNamesAreText() {
    String name = "\"><script>alert(1)</script>";
    String page = ModulesReport.render(name, List.of(ModuleReport.none(name)), TOOL);
    assertThat(page).doesNotContain("<script").contains("&lt;script&gt;", "No module has");
  }
}
