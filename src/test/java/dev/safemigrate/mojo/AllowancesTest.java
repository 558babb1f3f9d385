package dev.safemigrate.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safemigrate.analysis.Allowance;
import dev.safemigrate.finding.Acknowledgement;
import java.lang.reflect.Field;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code allows} of the POM may say. */
class AllowancesTest {

  @Test
  void acknowledgesARuleInTheFilesOfAPatternUntilADay() throws Exception {
    assertThat(AnalysisSettings.allowances(List.of(allow("drop-table", "it went", "2027-01-31"))))
        .containsExactly(
            new Allowance(
                "drop-table",
                "**/V7__*.sql",
                new Acknowledgement(
                    "it went",
                    Optional.of(LocalDate.of(2027, 1, 31)),
                    Acknowledgement.Origin.CONFIGURATION)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "drop-table|'  '|''|gives no reason for 'drop-table'",
        "drop-tabel|it went|''|names the rule 'drop-tabel', which does not exist",
        "drop-table|it went|soon|until 'soon'; a day looks like 2027-01-31"
      })
  void isRefusedWithoutReasonOverAnUnknownRuleAndUntilNoDay(
      String rule, String reason, String until, String message) throws Exception {
    List<Allow> allows = List.of(allow(rule, reason, until));
    assertThatThrownBy(() -> AnalysisSettings.allowances(allows))
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContaining(message);
  }

  /** As Maven fills it: field by field. */
  private static Allow allow(String rule, String reason, String until) throws Exception {
    Allow allow = new Allow();
    set(allow, "rule", rule);
    set(allow, "path", "**/V7__*.sql");
    set(allow, "reason", reason);
    set(allow, "until", until);
    return allow;
  }

  private static void set(Allow allow, String name, String value) throws Exception {
    Field field = Allow.class.getDeclaredField(name);
    field.setAccessible(true);
    field.set(allow, value);
  }
}
