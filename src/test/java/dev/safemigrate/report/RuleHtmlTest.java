package dev.safemigrate.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class RuleHtmlTest {

  private final RuleHtml html = new RuleHtml(Set.of("bundled"));

  @Test
  void htmlIsEscapedAndScriptLinksGoNowhere() {
    String page = html.render("# T\n\n<script>x</script>\n\n[a](javascript:alert(1))");
    assertThat(page).doesNotContain("<script").doesNotContain("javascript:").doesNotContain("<h1");
  }

  @Test
  void linksToBundledPagesStayOnThePageAndOthersBecomeText() {
    assertThat(html.render("[a](bundled.md) [b](other.md) [c](https://www.postgresql.org/docs/)"))
        .isEqualTo(
            "<p><a rel=\"nofollow\" href=\"#rule-bundled\">a</a> b"
                + " <a rel=\"nofollow\" href=\"https://www.postgresql.org/docs/\">c</a></p>\n");
  }

  @Test
  void imagesAreLeftOut() {
    assertThat(html.render("![x](https://example.org/x.png)")).doesNotContain("<img");
  }

  @Test
  void headingsGoUnderTheReports() {
    assertThat(html.render("# T\n\n## When\n")).isEqualTo("<h4>When</h4>\n");
  }
}
